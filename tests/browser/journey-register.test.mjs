// Journey 2: a staff member imports the register of their office, mends what is flagged and hands it in; the manager approves
// all of it at once; the register is printed. Then: nobody approves their own, and what is typed is never lost.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enter, look, open, signIn, startBrowser, startServer } from './support.mjs';

const WORKBOOK = new URL('../../crates/app/samples/holdings-register.xlsx', import.meta.url).pathname;
/** The clause that keeps people from settling what they wrote themselves. */
const OWN = 'J.2.4';
const PHONE = { width: 360, height: 740 };
/** What the office knows and the workbook does not say, by field. */
const KNOWN = {
  storage_place: '総務課書庫', storage_methods: '書面', access_holders: '総務課 見本一郎、見本花子', use_limit: '利用目的を終えるまで',
  keep_limit: '1年', disposal_methods: 'シュレッダー', count: '約50',
};

let folder;
let server;
let browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kitei-journey-'));
  server = await startServer(folder);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins a record for the office of the sample members. */
async function begin(page, form) {
  await page.goto(new URL(`forms/${form}/new`, server.url).href);
  await page.getByLabel('どの部署の記録ですか').selectOption({ label: '総務部 総務課' });
  await page.getByRole('button', { name: '書き始める' }).click();
  await page.waitForURL(/\/edit$/);
}

test('nobody approves what they wrote, and the refusal names its clause', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await staff.goto(new URL('registers/handling_application?state=submitted', server.url).href);
  await staff.locator('tbody th a').first().click();
  await staff.getByText('いまできない手続').click();
  await staff.getByText('自分が作成した記録は、自分では決裁できません').first().waitFor();
  await look(staff, 'record-own');
  // The button is not offered; one who sends the act all the same is refused with the clause.
  const record = staff.url();
  const refused = await staff.request.post(`${record}/acts`, { form: { act: 'approve' }, headers: { origin: new URL(server.url).origin } });
  assert.equal(refused.status(), 422);
  const panel = (await refused.text()).split('class="refusal"')[1];
  assert.ok(panel?.includes(`>${OWN}<`), 'the screen names the clause');
  const api = await staff.request.post(new URL(`api/v1/records/${record.split('/').at(-1)}/acts`, server.url).href, {
    data: { act: 'approve' }, headers: { authorization: `Bearer ${server.member('hanako').token}` },
  });
  assert.equal(api.status(), 422);
  assert.ok((await api.json()).citations.some((citation) => citation.clause === OWN));
});

test('a messy workbook becomes an approved, printed, proven register', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await look(staff, 'home-staff');
  await staff.goto(new URL('imports/new?target=holdings_register', server.url).href);
  const unit = staff.getByLabel('どの部署の記録にしますか');
  if (await unit.count()) await unit.selectOption({ label: '総務部 総務課' });
  await staff.locator('input[type=file]').setInputFiles(WORKBOOK);
  await look(staff, 'import-file');
  await staff.getByRole('button', { name: 'ファイルを読み込む' }).click();
  await staff.waitForURL(/\/imports\/[0-9a-f]{8}-/);
  await look(staff, 'import-columns');
  await staff.getByRole('button', { name: '次へ：内容を確かめる' }).click();
  await staff.waitForURL(/\/rows/);
  await look(staff, 'import-rows');
  await mendMissing(staff);
  await staff.setViewportSize(PHONE);
  await look(staff, 'import-rows-phone');
  await staff.setViewportSize({ width: 1280, height: 900 });
  await staff.getByRole('button', { name: '取り込んで申請する' }).click();
  await staff.getByText('結果の一覧（CSV）').waitFor();
  await look(staff, 'import-result');

  const manager = await signIn(browser, server, 'saburo');
  await manager.goto(new URL('queue', server.url).href);
  await look(manager, 'queue');
  await manager.locator('thead input[type=checkbox]').check();
  await manager.getByRole('button', { name: '選んだものを承認' }).click();
  await manager.getByText('承認待ちはありません').or(manager.getByText('待っているものはありません')).waitFor();

  await staff.goto(new URL('registers/holdings_register', server.url).href);
  assert.ok((await staff.locator('tbody tr').count()) >= 11, 'eleven lines came from the workbook');
  await look(staff, 'register');
  await staff.setViewportSize(PHONE);
  await look(staff, 'register-phone');
  await staff.setViewportSize({ width: 1280, height: 900 });
  const paper = await staff.request.get(new URL(await staff.getByRole('link', { name: '印刷（A4横）' }).getAttribute('href'), server.url).href);
  assert.equal(paper.headers()['content-type'], 'application/pdf');
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: await paper.body(), encoding: 'utf8' });
  assert.match(text, /個人情報管理台帳/);
  assert.match(text, /扶養控除等申告書/);

  const report = JSON.parse(execFileSync(process.env.KITEI, ['verify', '--json', server.data], { encoding: 'utf8' }));
  assert.deepEqual(report.findings, []);
  assert.ok(report.leaves > 40, 'every act left a leaf');
});

/** Fills in, row by row, what is missing. */
async function mendMissing(page) {
  for (let round = 0; round < 60; round += 1) {
    await page.goto(page.url().replace(/\?.*$/, '?only=doubtful'));
    const form = page.locator('.import-row:has([name^="text."][aria-invalid=true])').first();
    if ((await form.count()) === 0) return;
    const empty = form.locator('[name^="text."][aria-invalid=true]');
    const names = await empty.evaluateAll((inputs) => inputs.map((input) => input.name));
    for (const name of names) await form.locator(`[name="${name}"]`).fill(KNOWN[name.split('.').at(-1)] ?? '見本');
    await form.locator('button[value^="mend:"]').first().click();
    await page.waitForLoadState('networkidle');
  }
  assert.fail('rows stay incomplete after sixty rounds');
}

test('what was typed outlives the browser, and what is missing is named with its clause', async () => {
  const staff = await signIn(browser, server, 'ichiro');
  await begin(staff, 'holdings_register');
  await staff.getByLabel('取得する書類').fill('自動保存の見本');
  await staff.getByText(/に自動保存|保存しました/).first().waitFor();

  // The browser is closed; what was typed is there in another one.
  const address = staff.url();
  await staff.context().close();
  const again = await signIn(browser, server, 'ichiro');
  await again.goto(address);
  assert.equal(await again.getByLabel('取得する書類').inputValue(), '自動保存の見本');
  await look(again, 'record-edit');
  await again.getByRole('button', { name: '保存して申請' }).click();
  // The clause stands beside its field all along; in the summary it stands only when it is what is missing.
  await again.locator('.error-summary').waitFor();
  await again.getByText('J.3.1.1(3)⑤').first().waitFor();
  await look(again, 'record-edit-refused');
  await again.setViewportSize(PHONE);
  await look(again, 'record-edit-refused-phone');
});

test('a session that ends while a form is open takes nothing with it', async () => {
  const staff = await signIn(browser, server, 'ichiro');
  await begin(staff, 'holdings_register');
  const address = staff.url();
  await staff.context().clearCookies();
  await staff.getByLabel('取得する書類').fill('期限が切れても残る見本');
  await staff.getByRole('button', { name: '下書きを保存' }).last().click();
  const [tab] = await Promise.all([
    staff.context().waitForEvent('page'),
    staff.getByRole('link', { name: '新しいタブでサインインする' }).click(),
  ]);
  await enter(tab, server, 'ichiro');
  await tab.waitForURL(server.url);
  await tab.close();
  assert.equal(await staff.getByLabel('取得する書類').inputValue(), '期限が切れても残る見本');
  await staff.getByRole('button', { name: '下書きを保存' }).last().click();
  await staff.waitForURL(address.replace(/\/edit$/, ''));
  await staff.getByText('期限が切れても残る見本').first().waitFor();
});

test('without scripts a sheet of risks is written, saved and read again', async () => {
  const staff = await open(browser, { javaScriptEnabled: false });
  await staff.goto(new URL('sign-in', server.url).href);
  await enter(staff, server, 'ichiro');
  await begin(staff, 'risk_assessment');
  await staff.locator('select[name=holding]').selectOption({ index: 1 });
  await staff.locator('input[name="risks.0.risk_kinds"][value=leak]').check();
  await staff.locator('textarea[name="risks.0.risk"]').fill('置き忘れる。');
  await staff.locator('button[name=add_row][value=risks]').click();
  await staff.locator('textarea[name="risks.5.risk"]').fill('足した行のリスク。');
  await staff.getByRole('button', { name: '下書きを保存' }).last().click();
  await staff.waitForURL(/\/records\/[0-9a-f-]+$/);
  await staff.getByText('足した行のリスク。').first().waitFor();
  await staff.getByRole('link', { name: '編集する' }).click();
  assert.ok(await staff.locator('input[name="risks.0.risk_kinds"][value=leak]').isChecked());
});

test('an application is written and handed in by keyboard alone', async () => {
  const staff = await signIn(browser, server, 'ichiro');
  const press = (...keys) => keys.reduce((before, key) => before.then(() => staff.keyboard.press(key)), Promise.resolve());
  /** Goes on by Tab until something has the focus. */
  const reach = async (selector) => {
    for (let step = 0; step < 200; step += 1) {
      if (await staff.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await press('Tab');
    }
    assert.fail(`the Tab key does not reach ${selector}`);
  };
  await staff.goto(new URL('forms', server.url).href);
  await press('Tab');
  assert.ok(await staff.evaluate(() => document.activeElement.matches('.skip')), 'the first stop skips the menu');
  await reach('a[href="/forms/handling_application/new"]');
  await press('Enter');
  await staff.waitForURL(/new$/);
  await reach('select[name=unit]');
  await staff.keyboard.type('総務部 総務課');
  await reach('main form button[type=submit]');
  await press('Enter');
  await staff.waitForURL(/edit$/);
  for (const [name, text] of [['work_name', 'キーボードの見本'], ['items', '氏名、住所'], ['purpose', '見本のため']]) {
    await reach(`[name=${name}]`);
    await staff.keyboard.type(text);
  }
  await reach('button[name=then]');
  await press('Enter');
  // What is missing is listed on top; its links lead to the fields.
  await staff.locator('.error-summary').waitFor();
  await reach('.error-summary a');
  await press('Enter');
  assert.ok(await staff.evaluate(() => document.activeElement.matches('input, select, textarea')), 'the link leads to a field');
});

test('the audit officer cannot become the manager: the screen says by which clause', async () => {
  const administrator = await signIn(browser, server, 'admin');
  await administrator.goto(new URL('organization/offices?appoint=manager', server.url).href);
  await look(administrator, 'offices');
  const member = administrator.locator('select[name=member]');
  const value = await member.locator('option', { hasText: '例　六花' }).getAttribute('value');
  await member.selectOption(value);
  await administrator.locator('form:has(select[name=member]) button[type=submit]').first().click();
  await administrator.getByText('J.2.3.2(3)').first().waitFor();
  await look(administrator, 'offices-refused');
});

// Last: the server ends here.
test('one flipped byte of the database is found, and its place named', async () => {
  await server.stop();
  const intact = JSON.parse(execFileSync(process.env.KITEI, ['verify', '--json', folder], { encoding: 'utf8' }));
  assert.deepEqual(intact.findings, []);
  // A page that was split keeps dead copies of what moved: the byte must be one that is read.
  const file = join(folder, 'kitei.db');
  const bytes = readFileSync(file);
  const word = Buffer.from('お問い合わせ');
  let found;
  for (let at = bytes.indexOf(word); at > 0 && !found; at = bytes.indexOf(word, at + 1)) {
    bytes[at + 2] ^= 1;
    writeFileSync(file, bytes);
    const { status, stdout } = spawnSync(process.env.KITEI, ['verify', '--json', folder], { encoding: 'utf8' });
    if (status === 1) found = JSON.parse(stdout).findings;
    bytes[at + 2] ^= 1;
  }
  assert.ok(found?.length > 0, 'the flipped byte is found');
  assert.ok(found.every((finding) => finding.place && finding.message.ja), JSON.stringify(found));
});
