// jsforce, unmodified, against the fake org.
//
// Reads one JSON object on standard input: what `sf-fake-org` prints as its first line. The folder
// that holds node_modules is the first argument.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'peer.cjs'));
const { Connection } = require('jsforce');
const org = JSON.parse(readFileSync(0, 'utf8'));

// Every login that the client has without a browser.
const options = { loginUrl: org.url, instanceUrl: org.url, version: '66.0' };
const oauth2 = { loginUrl: org.url, clientId: org.client_id, clientSecret: org.client_secret };
const password = org.password + org.security_token;
await new Connection({ ...options, oauth2 }).login(org.username, password);
await new Connection({ ...options, oauth2 }).authorize({ grant_type: 'client_credentials' });
const given = new Connection({ instanceUrl: org.url, accessToken: org.access_token, version: '66.0' });
assert.ok((await given.identity()).user_id);
const conn = new Connection(options);
await conn.login(org.username, password);
await assert.rejects(new Connection(options).login(org.username, 'wrong'), /INVALID_LOGIN/);

// One record.
const account = await conn.sobject('Account').create({ Name: 'Peer', Industry: 'Technology' });
assert.equal(account.success, true);
assert.equal(account.id.length, 18);
const read = await conn.sobject('Account').retrieve(account.id);
assert.equal(read.Name, 'Peer');
assert.equal(read.attributes.type, 'Account');
const updated = await conn.sobject('Account').update({ Id: account.id, Website: 'https://peer.example' });
assert.equal(updated.success, true);
assert.equal((await conn.sobject('Account').retrieve(account.id)).Website, 'https://peer.example');
for (const [created, Name] of [[true, 'Upserted'], [false, 'Upserted again']]) {
  const record = { External_Id__c: 'PEER-2', Name };
  const outcome = await conn.sobject('Account').upsert(record, 'External_Id__c');
  assert.equal(outcome.created, created);
}

// Many records, by collections, and pages of them.
const name = (n) => `Peer ${String(n).padStart(3, '0')}`;
const contacts = Array.from({ length: 500 }, (_, n) => ({ LastName: name(n), AccountId: account.id }));
const results = await conn.sobject('Contact').create(contacts, { allowRecursive: true });
assert.equal(results.length, 500);
assert.ok(results.every((result) => result.success));
const soql = `SELECT Id, LastName FROM Contact WHERE AccountId = '${account.id}' ORDER BY LastName`;
const headers = { 'Sforce-Query-Options': 'batchSize=200' };
let page = await conn.query(soql, { headers });
const rows = [...page.records];
let pages = 1;
while (!page.done) {
  page = await conn.queryMore(page.nextRecordsUrl);
  rows.push(...page.records);
  pages += 1;
}
assert.ok(pages >= 3, `${pages} pages`);
assert.deepEqual(rows.map((row) => row.LastName), contacts.map((contact) => contact.LastName));
const all = await conn.query(soql, { autoFetch: true, maxFetch: 1000, headers });
assert.equal(all.records.length, 500);

// A child sub-query.
const parents = await conn.query(
  'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 3) FROM Account ' +
    `WHERE Id = '${account.id}'`,
);
const children = parents.records[0].Contacts.records.map((child) => child.LastName);
assert.deepEqual(children, [name(0), name(1), name(2)]);

// Describe, and the API limits that each answer tells.
const global = await conn.describeGlobal();
assert.ok(global.sobjects.some((entry) => entry.name === 'Account'));
const describe = await conn.sobject('Account').describe();
assert.ok(describe.fields.some((field) => field.name === 'Industry'));
assert.ok(conn.limitInfo.apiUsage.used > 0);

// Errors, and deletes.
const code = (errorCode) => (error) => error.errorCode === errorCode;
await assert.rejects(
  conn.sobject('Account').create({ Industry: 'Technology' }),
  code('REQUIRED_FIELD_MISSING'),
);
await assert.rejects(conn.query('SELECT Nmae FROM Account'), code('INVALID_FIELD'));
const ids = rows.slice(0, 200).map((row) => row.Id);
const deleted = await conn.sobject('Contact').destroy(ids);
assert.ok(deleted.every((result) => result.success));
assert.equal((await conn.sobject('Account').destroy(account.id)).success, true);
await assert.rejects(conn.sobject('Account').retrieve(account.id), code('ENTITY_IS_DELETED'));

console.log('jsforce: all right');
