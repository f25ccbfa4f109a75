// How fast jsforce reads all rows of a query. Standard input has the org as JSON and the SOQL, a
// line each; the output is the number of rows and the seconds that they took.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'peer.cjs'));
const { Connection } = require('jsforce');
const [introduction, soql] = readFileSync(0, 'utf8').split('\n');
const org = JSON.parse(introduction);
const conn = new Connection({ instanceUrl: org.url, accessToken: org.access_token, version: '66.0' });

const started = process.hrtime.bigint();
let rows = 0;
let page = await conn.query(soql);
rows += page.records.length;
while (!page.done) {
  page = await conn.queryMore(page.nextRecordsUrl);
  rows += page.records.length;
}
console.log(rows, Number(process.hrtime.bigint() - started) / 1e9);
