// Every page, in both languages, at three widths: axe finds nothing, nothing reaches over the edge, the HTML is valid.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, look, signIn, startBrowser, startServer, validate } from './support.mjs';

const WIDTHS = [1280, 640, 320];
const PATHS = [
  '', 'queue', 'duties', 'duties?whose=all&state=upcoming', 'duties/overview', 'forms', 'forms/holdings_register/new', 'registers/holdings_register', 'registers/holdings_register?state=all',
  'registers/holdings_register?q=%E3%81%AA%E3%81%84%E3%81%93%E3%81%A8%E3%81%B0', 'registers/risk_assessment?state=all', 'imports', 'imports/new',
  'organization', 'organization/members', 'organization/offices', 'organization/chart', 'regulation', 'regulation/forms',
  'regulation/forms/holdings_register', 'regulation/rules', 'regulation/year', 'regulation/check', 'regulation/clauses/J.3.1.1(3)', 'evidence', 'law', 'law/breach',
  'law/consent', 'law/date', 'law/draft', 'law/history', 'law/list', 'law/measures', 'law/number', 'law/provision', 'law/request', 'law/retention', 'account', 'no-such-page',
];

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => { await browser?.close(); await server?.stop(); });

/** The pages of the lists, and a record of every form. */
async function paths(page) {
  const found = [...PATHS];
  await page.goto(new URL('duties?whose=all&state=upcoming', server.url).href);
  found.push((await page.locator('#duties tbody th a').first().getAttribute('href')).slice(1));
  for (const list of ['holdings_register', 'handling_application', 'information_flow', 'risk_assessment?state=submitted']) {
    await page.goto(new URL(`registers/${list}`, server.url).href);
    const record = await page.locator('tbody th a').first().getAttribute('href');
    found.push(record.slice(1));
  }
  return found;
}

for (const language of ['ja', 'en']) {
  test(`every page stands at every width: ${language}`, async () => {
    const faults = [];
    const page = await signIn(browser, server, 'saburo');
    await page.goto(new URL(`language/${language}?next=/`, server.url).href);
    for (const path of await paths(page)) {
      const address = new URL(path, server.url).href;
      faults.push(...(await validate(page, address)));
      await page.goto(address);
      const name = `${path.replace(/[^a-z0-9_]+/gi, '-') || 'home'}-${language}`;
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const judge = width === 640 ? check : look;
        await judge(page, `page-${name}-${width}`).catch((fault) => faults.push(fault.message));
        page.faults.length = 0;
      }
    }
    assert.deepEqual(faults, []);
  });
}
