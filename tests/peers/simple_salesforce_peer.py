"""simple-salesforce, unmodified, against the fake org.

Reads one JSON object on standard input: what `sf-fake-org` prints as its first line. The client
builds `https://` URLs only, so its HTTP session (an argument of its own) takes them to the fake org;
the client itself is as it is.
"""

import json
import sys

from fake_org import session
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

org = json.load(sys.stdin)


def login(**how):
    return Salesforce(session=session(org["url"]), version="66.0", **how)


# Every login that the client has.
user = {"username": org["username"], "password": org["password"]}
login(consumer_key=org["client_id"], consumer_secret=org["client_secret"], domain="acme.my")
login(username=org["username"], consumer_key=org["client_id"], privatekey_file=org["jwt_key"])
login(consumer_key=org["client_id"], consumer_secret=org["client_secret"], **user
      | {"password": org["password"] + org["security_token"]})
sf = login(security_token=org["security_token"], **user)
try:
    login(security_token="wrong", **user)
    raise AssertionError("a wrong security token logs in")
except SalesforceAuthenticationFailed as error:
    assert error.code == "INVALID_LOGIN", error.code

# One record.
account = sf.Account.create({"Name": "Peer", "Industry": "Technology"})
assert account["success"] is True and len(account["id"]) == 18, account
read = sf.Account.get(account["id"])
assert read["Name"] == "Peer" and read["attributes"]["type"] == "Account", read
assert sf.Account.update(account["id"], {"Website": "https://peer.example"}) == 204
assert sf.Account.get(account["id"])["Website"] == "https://peer.example"
assert sf.Account.upsert("External_Id__c/PEER-1", {"Name": "Upserted"}) == 201
assert sf.Account.upsert("External_Id__c/PEER-1", {"Name": "Upserted again"}) == 200
assert sf.Account.get_by_custom_id("External_Id__c", "PEER-1")["Name"] == "Upserted again"

# Many records, by collections, and pages of them.
for start in range(0, 500, 200):
    records = [
        {"attributes": {"type": "Contact"}, "LastName": f"Peer {n:03}", "AccountId": account["id"]}
        for n in range(start, min(start + 200, 500))
    ]
    results = sf.restful("composite/sobjects", method="POST",
                         json={"allOrNone": False, "records": records})
    assert all(result["success"] for result in results), results
small_pages = {"Sforce-Query-Options": "batchSize=200"}
soql = f"SELECT Id, LastName FROM Contact WHERE AccountId = '{account['id']}' ORDER BY LastName"
page = sf.query(soql, headers=small_pages)
pages = 1
rows = list(page["records"])
while not page["done"]:
    page = sf.query_more(page["nextRecordsUrl"], identifier_is_url=True)
    rows += page["records"]
    pages += 1
assert pages >= 3, pages
assert [row["LastName"] for row in rows] == [f"Peer {n:03}" for n in range(500)]
assert sf.query_all(soql, headers=small_pages)["totalSize"] == 500
assert sf.query(f"SELECT COUNT() FROM Contact WHERE AccountId = '{account['id']}'")["totalSize"] == 500

# A child sub-query.
parent = sf.query(
    "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 3) FROM Account "
    f"WHERE Id = '{account['id']}'"
)["records"][0]
assert [child["LastName"] for child in parent["Contacts"]["records"]] == [
    "Peer 000", "Peer 001", "Peer 002"
], parent

# Describe.
assert any(entry["name"] == "Account" for entry in sf.describe()["sobjects"])
assert any(field["name"] == "Industry" for field in sf.Account.describe()["fields"])

# Errors, and a delete.
try:
    sf.Account.create({"Industry": "Technology"})
    raise AssertionError("an account without a name is created")
except SalesforceMalformedRequest as error:
    assert error.content[0]["errorCode"] == "REQUIRED_FIELD_MISSING", error.content
try:
    sf.query("SELECT Nmae FROM Account")
    raise AssertionError("a field that is not there is queried")
except SalesforceMalformedRequest as error:
    assert error.content[0]["errorCode"] == "INVALID_FIELD", error.content
assert sf.Account.delete(account["id"]) == 204
try:
    sf.Account.get(account["id"])
    raise AssertionError("a deleted account is read")
except SalesforceResourceNotFound as error:
    assert error.status == 404, error.status

print("simple-salesforce: all right")
