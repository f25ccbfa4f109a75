"""How Python clients that build `https://` URLs reach the fake org, which has no certificate."""

from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter


class ToTheFakeOrg(HTTPAdapter):
    """Sends every HTTPS request to the fake org."""

    def __init__(self, url):
        super().__init__()
        self.target = urlsplit(url)

    def send(self, request, **options):
        path = urlsplit(request.url)
        request.url = urlunsplit(
            (self.target.scheme, self.target.netloc, path.path, path.query, "")
        )
        return super().send(request, **options)


def session(url):
    """An HTTP session that takes `https://` to the fake org at this URL."""
    made = requests.Session()
    made.trust_env = False
    made.mount("https://", ToTheFakeOrg(url))
    return made
