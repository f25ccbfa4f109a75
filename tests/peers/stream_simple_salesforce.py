"""How fast simple-salesforce reads all rows of a query.

Standard input has the org as JSON and the SOQL, a line each; the output is the number of rows and
the seconds that they took.
"""

import json
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce

org = json.loads(sys.stdin.readline())
soql = sys.stdin.readline().strip()


class ToTheFakeOrg(HTTPAdapter):
    """The client builds HTTPS URLs only."""

    def send(self, request, **options):
        path = urlsplit(request.url)
        target = urlsplit(org["url"])
        request.url = urlunsplit((target.scheme, target.netloc, path.path, path.query, ""))
        return super().send(request, **options)


session = requests.Session()
session.trust_env = False
session.mount("https://", ToTheFakeOrg())
sf = Salesforce(instance_url=org["url"], session_id=org["access_token"], session=session,
                version="66.0")

started = time.perf_counter()
rows = sum(1 for _ in sf.query_all_iter(soql))
print(rows, time.perf_counter() - started)
