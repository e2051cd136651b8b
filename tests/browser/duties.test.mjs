// A handler reads what is due, why then, begins the record that meets it, and asks that one of it need not be done; the manager,
// who is told of delays, waives it; both read so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, signIn, startBrowser, startServer } from './support.mjs';

const INSPECTION = '機器と執務室の安全点検';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => { await browser?.close(); await server?.stop(); });

const go = (page, path) => page.goto(new URL(path, server.url).href);

test('what is due is read with its reason, and waived by whoever is told of delays', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.getByRole('link', { name: '期限', exact: true }).click();
  await go(staff, 'duties?state=upcoming');
  const row = staff.locator('#duties tbody tr', { hasText: INSPECTION }).first();
  await row.getByRole('link', { name: '理由と数え方' }).click();
  await staff.getByRole('heading', { name: 'この日になる理由' }).waitFor();
  assert.match(await staff.locator('#reason').innerText(), /3か月ごと/);
  await look(staff, 'duty-item');
  // By keyboard alone: the fold opens, the words go in, the button sends.
  await staff.getByText('免除を申し出る').first().focus();
  await staff.keyboard.press('Enter');
  await staff.getByLabel('理由').fill('機器をすべて返したため');
  await staff.keyboard.press('Tab');
  await staff.keyboard.press('Enter');
  await staff.getByText('免除を申し出た').waitFor();
  const item = staff.url();

  const manager = await signIn(browser, server, 'saburo');
  await manager.getByText('免除の申出（あなたの回答を待っています）').waitFor();
  await manager.locator('#to-answer a').first().click();
  await manager.getByRole('button', { name: '免除する' }).click();
  await manager.getByText('免除した').waitFor();
  await go(manager, '');
  assert.equal(await manager.locator('#to-answer').count(), 0);
  await staff.goto(item);
  await staff.getByText('に免除').first().waitFor();
  await go(staff, 'duties?state=done');
  await staff.locator('#duties tbody tr', { hasText: INSPECTION }).first().waitFor();
  for (const width of [1280, 390]) {
    await staff.setViewportSize({ width, height: 900 });
    await look(staff, `duties-done-${width}`);
  }
});
