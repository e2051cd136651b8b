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
  // From now on choices are caught: asked for with the key itself, the browser may be slower than the key.
  staff.on('filechooser', () => {});
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

test('a date that is mended loses its error, beside it and in the summary', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.goto(new URL('law/retention?kind=stress_check&event=2026-02-30&as_of=2026-13-01', server.url).href);
  const summary = staff.locator('.error-summary');
  assert.match(await summary.innerText(), /（2件）/);
  const event = staff.locator('[name=event]');
  await event.fill('R8.4.41');
  await staff.locator('output[data-state=bad]').waitFor();
  assert.equal(await event.getAttribute('aria-invalid'), 'true', 'as long as it is wrong it says so');
  await event.fill('R8.4.1');
  await staff.locator('#f-event-error').waitFor({ state: 'detached' });
  assert.equal(await event.getAttribute('aria-invalid'), null);
  assert.match(await summary.innerText(), /（1件）/);
  await check(staff, 'date-mended');
  await staff.locator('[name=as_of]').fill('R8.4.1');
  await summary.waitFor({ state: 'detached' });
});

test('what a line is stays in sight while a wide register is moved sideways', async () => {
  const staff = await signIn(browser, server, 'hanako');
  for (const state of ['all', 'draft']) {
    await staff.goto(new URL(`registers/holdings_register?state=${state}`, server.url).href);
    const table = staff.locator('.table.tall');
    const number = table.locator('tbody th').first();
    const heading = table.locator('thead th:not(.select)').first();
    const before = [await number.boundingBox(), await heading.boundingBox()];
    await table.evaluate((it) => it.scrollTo(400, 0));
    assert.ok((await table.evaluate((it) => it.scrollLeft)) > 100, 'it can be moved');
    const after = [await number.boundingBox(), await heading.boundingBox()];
    before.forEach((box, at) => assert.ok(Math.abs(box.x - after[at].x) < 2, `${state}: ${box.x} and ${after[at].x}`));
    assert.ok(Math.abs(after[0].x - after[1].x) < 2, 'the heading stands over its column');
  }
});

test('paper has the blank fields that the screen folds away', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.goto(new URL('registers/holdings_register', server.url).href);
  await staff.locator('tbody th a').first().click();
  const folded = staff.locator('.blanks .item').first();
  await staff.locator('.blanks').first().waitFor();
  assert.equal(await folded.isVisible(), false);
  await staff.emulateMedia({ media: 'print' });
  assert.equal(await folded.isVisible(), true);
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
