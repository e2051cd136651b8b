// Parts that only a browser knows: a file is chosen with a button in the page's language, by keyboard and without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, enter, open, signIn, startBrowser, startServer } from './support.mjs';

const WORKBOOK = new URL('../../crates/app/samples/holdings-register.xlsx', import.meta.url).pathname;
const FORM = 'imports/new?target=holdings_register';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => { await browser?.close(); await server?.stop(); });

test('a file is chosen by keyboard, and its name said in the words of the page', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.goto(new URL(FORM, server.url).href);
  const control = staff.locator('.file-control');
  // The browser speaks Japanese or English as it likes; the page says it itself.
  assert.equal((await control.innerText()).replace(/\s+/g, ' '), 'ファイルを選ぶ まだ選んでいません');
  for (let step = 0; step < 100 && !(await control.locator('input').evaluate((it) => it === document.activeElement)); step += 1) {
    await staff.keyboard.press('Tab');
  }
  const ring = await control.evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.equal(ring, 'solid', 'the focus is seen');
  const [chooser] = await Promise.all([staff.waitForEvent('filechooser'), staff.keyboard.press('Enter')]);
  await chooser.setFiles(WORKBOOK);
  await control.getByText('holdings-register.xlsx').waitFor();
  await check(staff, 'file-chosen');
  await staff.getByRole('button', { name: 'ファイルを読み込む' }).click();
  await staff.waitForURL(/\/imports\/[0-9a-f]{8}-/);
});

test('without scripts the button opens the same choice, and what was chosen is seen', async () => {
  const staff = await open(browser, { javaScriptEnabled: false });
  await staff.goto(new URL('sign-in', server.url).href);
  await enter(staff, server, 'hanako');
  await staff.goto(new URL(FORM, server.url).href);
  const [chooser] = await Promise.all([staff.waitForEvent('filechooser'), staff.locator('label.button', { hasText: 'ファイルを選ぶ' }).click()]);
  await chooser.setFiles(WORKBOOK);
  const input = staff.locator('.file-control input');
  // Opacity and size are asked of the browser's side: the page itself runs no scripts.
  assert.ok((await input.boundingBox()).height > 20);
  await staff.getByRole('button', { name: 'ファイルを読み込む' }).click();
  await staff.waitForURL(/\/imports\/[0-9a-f]{8}-/);
});

test('a saved view is opened from the bar above the register', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.goto(new URL('registers/holdings_register?state=all&sort=-count', server.url).href);
  await staff.getByText('この表示を保存').click();
  await staff.getByLabel('表示の名前').fill('件数の多い順');
  await staff.getByRole('button', { name: '保存する' }).click();
  await staff.getByText('表示を保存しました').waitFor();
  for (const width of [1280, 640, 320]) {
    await staff.setViewportSize({ width, height: 900 });
    await check(staff, `saved-view-${width}`);
  }
  await staff.goto(new URL('registers/holdings_register', server.url).href);
  await staff.getByRole('link', { name: '件数の多い順' }).click();
  await staff.waitForURL(/sort=-count/);
  assert.equal(await staff.locator('.views a[aria-current]').innerText(), '件数の多い順');
  await staff.getByText('保存した表示を直す').click();
  await check(staff, 'saved-views-open');
  await staff.getByRole('button', { name: '消す' }).click();
  await staff.getByText('保存した表示を消しました').waitFor();
});
