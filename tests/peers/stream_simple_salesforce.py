"""How fast simple-salesforce reads all rows of a query.

Standard input has the org as JSON and the SOQL, a line each; the output is the number of rows and
the seconds that they took.
"""

import json
import sys
import time

from fake_org import session
from simple_salesforce import Salesforce

org = json.loads(sys.stdin.readline())
soql = sys.stdin.readline().strip()

sf = Salesforce(instance_url=org["url"], session_id=org["access_token"],
                session=session(org["url"]), version="66.0")

started = time.perf_counter()
rows = sum(1 for _ in sf.query_all_iter(soql))
print(rows, time.perf_counter() - started)
