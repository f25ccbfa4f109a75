// Salesforce's own parser of SOQL, as it is: what it says of each query.
//
// Reads JSON strings on standard input, a query a line, and answers each with a line: null for a
// query that it takes, or a JSON string of the first thing that it refuses. The folder that holds
// node_modules is the first argument.
//
// This is what `SOQLParser(...).parseQuery(...)` of the package does, for REST and API v60, but that
// the lexer's complaints are heard too: the package drops a character that is no token, and prints
// a line.

import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'peer.cjs'));
const { CommonTokenStream } = require('antlr4ts');
const soql = '@salesforce/soql-common/lib/soql-parser';
const { LowerCasingCharStream } = require(soql);
const { ParserHelper } = require(`${soql}/parserHelper`);
const { SoqlLexer } = require(`${soql}/generated/SoqlLexer`);
const { SoqlParser } = require(`${soql}/generated/SoqlParser`);

const isApex = false;
const apiVersion = 60;
const isMultiCurrencyEnabled = true;

function refusal(query) {
  const found = [];
  const listener = {
    syntaxError: (_recognizer, _symbol, line, column, message) => {
      found.push(`${line}:${column + 1} ${message}`);
    },
  };
  const lexer = new SoqlLexer(new LowerCasingCharStream(query));
  lexer.removeErrorListeners();
  lexer.addErrorListener(listener);
  const parser = new SoqlParser(new CommonTokenStream(lexer));
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  parser.helper = new ParserHelper(isApex, apiVersion, isMultiCurrencyEnabled);
  parser.soqlQuery();
  // Half a character is none in JSON.
  return found.length === 0 ? null : Buffer.from(found[0]).toString();
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(refusal(JSON.parse(line)))}\n`);
}
