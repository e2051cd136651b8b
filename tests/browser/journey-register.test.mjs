// Journey 2: a staff member imports the register of their office, mends what is flagged and hands it in; the manager approves
// all of it at once; the register is printed. Then: nobody approves their own, and what is typed is never lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { look, signIn, startBrowser, startServer } from './support.mjs';

const WORKBOOK = new URL('../../crates/app/samples/holdings-register.xlsx', import.meta.url).pathname;
const PHONE = { width: 360, height: 740 };
/** What the office knows and the workbook does not say, by field. */
const KNOWN = {
  storage_place: '総務課書庫', storage_methods: '書面', access_holders: '総務課 見本一郎、見本花子', use_limit: '利用目的を終えるまで',
  keep_limit: '1年', disposal_methods: 'シュレッダー', count: '約50',
};

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]); });
after(async () => { await browser?.close(); await server?.stop(); });

test('a messy workbook becomes an approved, printed, proven register', async () => {
  const staff = await signIn(browser, server, 'hanako');
  await look(staff, 'home-staff');
  await staff.goto(new URL('imports/new?target=holdings_register', server.url).href);
  const unit = staff.getByLabel('どの部署の記録にしますか');
  if (await unit.count()) await unit.selectOption({ label: '総務部 総務課' });
  await staff.locator('input[type=file]').setInputFiles(WORKBOOK);
  await look(staff, 'import-file');
  await staff.getByRole('button', { name: 'ファイルを読み込む' }).click();
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
    const form = page.locator('form.import-row:has([name^="text."][aria-invalid=true])').first();
    if ((await form.count()) === 0) return;
    const empty = form.locator('[name^="text."][aria-invalid=true]');
    const names = await empty.evaluateAll((inputs) => inputs.map((input) => input.name));
    for (const name of names) await form.locator(`[name="${name}"]`).fill(KNOWN[name.slice('text.'.length)] ?? '見本');
    await form.locator('button[value=mend]').first().click();
    await page.waitForLoadState('networkidle');
  }
  assert.fail('rows stay incomplete after sixty rounds');
}

test('nobody approves what they wrote, and the refusal names its clause', async () => {
  const staff = await signIn(browser, server, 'ichiro');
  await staff.goto(new URL('forms/holdings_register/new', server.url).href);
  const unit = staff.getByLabel('どの部署の記録ですか');
  await unit.selectOption({ label: '総務部 総務課' });
  await staff.getByRole('button', { name: '書き始める' }).click();
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
  await again.getByText('J.3.1.1(3)⑤').first().waitFor();
  await look(again, 'record-edit-refused');
  await again.setViewportSize(PHONE);
  await look(again, 'record-edit-refused-phone');
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

test('every page stands at desktop and phone width, in both languages', async () => {
  const paths = [
    '', 'queue', 'forms', 'registers/holdings_register', 'registers/holdings_register?state=all', 'imports', 'imports/new',
    'organization', 'organization/members', 'organization/offices', 'organization/chart', 'regulation', 'regulation/forms',
    'regulation/rules', 'regulation/check', 'regulation/clauses/J.3.1.1(3)', 'evidence', 'law', 'law/breach', 'law/date',
    'law/number', 'law/provision', 'law/request', 'account', 'no-such-page',
  ];
  const faults = [];
  for (const [width, height] of [[1280, 900], [320, 640]]) {
    const page = await signIn(browser, server, 'saburo', { width, height });
    for (const path of paths) {
      await page.goto(new URL(path, server.url).href);
      await look(page, `page-${path.replace(/[^a-z0-9]+/gi, '-') || 'home'}-${width}`).catch((fault) => faults.push(fault.message));
    }
    await page.goto(new URL('language/en?next=/', server.url).href);
    await look(page, `page-home-en-${width}`);
    await page.goto(new URL('registers/holdings_register', server.url).href);
    await look(page, `page-register-en-${width}`);
    await page.context().close();
  }
  assert.deepEqual(faults, []);
});
