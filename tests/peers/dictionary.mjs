// The data dictionary in a real browser, from a folder without a server.
//
// Arguments: the folder that holds node_modules, the pages of the fixture org, and those of a
// hostile one.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, pages, hostile] = process.argv.slice(2).map((folder) => path.resolve(folder));
const require = createRequire(path.join(modules, 'peer.cjs'));
const puppeteer = require('puppeteer-core').default ?? require('puppeteer-core');
const chromium = require('@sparticuz/chromium').default ?? require('@sparticuz/chromium');

const browser = await puppeteer.launch({
  args: puppeteer.defaultArgs({ args: chromium.args, headless: 'shell' }),
  executablePath: await chromium.executablePath(),
  headless: 'shell',
});
try {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asks for ${request.url()}`);
  });
  const open = (folder, name) =>
    page.goto(pathToFileURL(path.join(folder, name)).href, { waitUntil: 'load' });
  const found = () => page.$$eval('#found a', (links) => links.map((link) => link.firstChild.data));
  const search = async (text) => {
    await page.$eval('#search', (input) => (input.value = ''));
    await page.type('#search', text);
    return found();
  };

  // The index lists every object and searches them and their fields.
  await open(pages, 'index.html');
  const objects = readdirSync(pages).filter((name) => name.endsWith('.sobject.html'));
  assert.equal((await page.$$('tbody tr')).length, objects.length);
  assert.equal((await search('contact'))[0], 'Contact');
  assert.deepEqual((await search('account indus'))[0], 'Account.Industry');
  assert.equal((await search('account.industry'))[0], 'Account.Industry');
  assert.deepEqual(await search('no such thing'), []);
  assert.match(await page.$eval('#found', (list) => list.textContent), /Nothing/);

  // Enter goes to the field, on the page of its object.
  await search('account.industry');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(page.url(), /account\.sobject\.html#Industry$/);
  assert.match(await page.$eval('tr:target', (row) => row.textContent), /picklist/);

  // The values are there when they are asked for, and a parent is one click away.
  const shown = () => page.$eval('tr:target details li', (item) => item.checkVisibility());
  assert.equal(await shown(), false);
  await page.click('tr:target summary');
  assert.equal(await shown(), true);
  await page.$eval('h2', (title) => title.scrollIntoView());
  const toUser = 'main a[href="user.sobject.html"]';
  await Promise.all([page.waitForNavigation(), page.$eval(toUser, (link) => link.click())]);
  assert.equal(await page.$eval('h1', (title) => title.textContent), 'User');

  // A key leads to the search, and arrows to what it found.
  await page.keyboard.press('/');
  await page.keyboard.type('opportunity');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal((await found())[1], await page.evaluate(() => document.activeElement.firstChild.data));

  // Every page of an org that plays tricks: nothing of it runs, and its names are there as text.
  for (const name of readdirSync(hostile).filter((name) => name.endsWith('.html'))) {
    await open(hostile, name);
    assert.equal(await page.$$eval('main script, main img, main iframe', (all) => all.length), 0, name);
  }
  await search('script');
  assert.equal(await page.$$eval('#found script, #found img', (all) => all.length), 0);
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
}
console.log('the dictionary works');
