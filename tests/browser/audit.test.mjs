// The programme of audit and corrective action (J.6.2, J.7.1) as the people who live it: the audit officer plans, an auditor of
// another unit checks and finds, the report goes straight to the chair, the department answers, the manager hands in, the chair closes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  WHOLE, act, begin, day, edit, fillIn, fiscalYear, handIn, look, refusedHandIn, signIn, startBrowser, startServer, stateOf, write, written,
} from './support.mjs';

const PHONE = { width: 390, height: 844 };
const AUDITED = '総務部 総務課';
/** The year as it stands in a title, grouped or not. */
const YEAR = new RegExp(`${fiscalYear()}`.replace(/^(.)/, '$1,?'));
const WORK = '問い合わせの受付と来訪者の受付';

let server;
let browser;
before(async () => { server = await startServer(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('an audit is planned, carried out and reported to the chair; its finding is corrected and closed', async () => {
  const [chair, officer, auditor, manager] = await Promise.all(['satsuki', 'rikka', 'hachiro', 'saburo'].map((login) => signIn(browser, server, login)));
  await planAudit(chair, officer);
  await planUnit(officer);
  await check(auditor, 'audit_checklist_conformity');
  await check(auditor, 'audit_checklist_operation');
  await find(officer, auditor, manager);
  await reportAudit(chair, officer, manager);
  await correct(chair, manager);
  await close(chair, manager);
});

/** The plan of the year covers both kinds, and the chair approves it. */
async function planAudit(chair, officer) {
  await begin(officer, server, 'audit_plan', WHOLE);
  await write(officer, {
    fiscal_year: fiscalYear(), aim: '規格への適合と運用を確かめる。', kinds: ['operation'], standard: 'JIS Q 15001、基本規程',
    period_from: day(1), period_until: day(30), units: [{ unit_audited: /総務課/, work: WORK }], auditors: ['例　八郎', '髙橋　例子'], report_on: day(40),
  });
  assert.match(await refusedHandIn(officer), /適合状況と運用状況の両方を入れてください/);
  await write(officer, { kinds: ['conformity'] });
  const plan = await handIn(officer);
  await act(chair, plan, 'approve');
  assert.equal(await stateOf(chair), '有効');
  await chair.getByText('会長の計画作成の指示が結び付いていません').waitFor();
}

/** The plan of one unit: whoever belongs to it cannot audit it, nor whoever was not named an auditor. */
async function planUnit(officer) {
  await begin(officer, server, 'audit_individual_plan', AUDITED);
  await write(officer, { plan: YEAR });
  await fillIn(officer);
  for (const kind of ['conformity', 'operation']) assert.ok(await officer.locator(`[name=kinds][value=${kind}]`).isChecked(), 'kinds come from the plan');
  await write(officer, { work: WORK, audit_on: day(), lead_auditor: /見本　花子/, auditees: ['見本　一郎'] });
  const own = await refusedHandIn(officer);
  assert.match(own, /自分の所属する部署を監査できません/);
  assert.match(own, /J\.6\.2\(4\)/);
  await look(officer, 'audit-own-unit');
  await write(officer, { lead_auditor: /﨑山　見本/ });
  assert.match(await refusedHandIn(officer), /監査員に指名してください/);
  await write(officer, { lead_auditor: /例　八郎/ });
  await handIn(officer);
  assert.equal(await stateOf(officer), '有効');
}

/** A checklist, made from the clauses; day and auditor come from the individual plan. */
async function check(auditor, form) {
  await begin(auditor, server, form, AUDITED);
  await write(auditor, { individual_plan: new RegExp(WORK) });
  await fillIn(auditor);
  assert.notEqual((await written(auditor, 'audited_on'))[0], '', 'the day comes from the individual plan');
  const results = auditor.locator('select[name^="results."][name$=".result"]');
  const count = await results.count();
  assert.ok(count > 20, `the list has its items: ${count}`);
  // One by one as an auditor would; the change is told so that conditions see it.
  await results.evaluateAll((all) => all.forEach((it) => { it.value = 'conforming'; it.dispatchEvent(new Event('change', { bubbles: true })); }));
  await write(auditor, { 'results.15.result': 'nonconforming' });
  assert.match(await refusedHandIn(auditor), /16行目：「指摘の内容」/);
  await write(auditor, { 'results.15.finding': '廃棄の記録が三件ない。' });
  await handIn(auditor);
  assert.equal(await stateOf(auditor), '有効');
}

/** The audit record goes to the audit officer; its finding becomes a nonconformity that the manager takes note of. */
async function find(officer, auditor, manager) {
  await begin(auditor, server, 'audit_record', AUDITED);
  await write(auditor, { individual_plan: new RegExp(WORK) });
  await fillIn(auditor);
  assert.deepEqual(await written(auditor, 'auditees'), ['見本　一郎'], 'auditees come from the individual plan');
  assert.match(await refusedHandIn(auditor), /チェックリスト（適合状況）[\s\S]*チェックリスト（運用状況）/, 'the kinds of the plan ask for both lists');
  await write(auditor, {
    conformity_checklist: /./, operation_checklist: /./, conclusion: 'nonconforming',
    findings: [{ clause_cited: 'J.9.2(3)', finding: '廃棄の記録が三件ない。', evidence: '廃棄記録簿' }],
  });
  await look(auditor, 'audit-record');
  const record = await handIn(auditor);
  await act(officer, record, 'acknowledge');
  assert.equal(await stateOf(officer), '有効');

  await begin(auditor, server, 'nonconformity', AUDITED);
  await write(auditor, { source: 'audit', audit_record: new RegExp(WORK) });
  await fillIn(auditor);
  assert.deepEqual(await written(auditor, 'findings.0.finding', 'findings.0.evidence'), ['廃棄の記録が三件ない。', '廃棄記録簿'], 'the finding comes from the record');
  await write(auditor, { summary: '廃棄の記録が付いていない', due_on: day(30) });
  const nonconformity = await handIn(auditor);
  await act(manager, nonconformity, 'acknowledge');
  assert.equal(await stateOf(manager), '有効');
}

/** The report goes straight to the chair: until it is approved not even the manager reads it. */
async function reportAudit(chair, officer, manager) {
  await begin(officer, server, 'audit_report', WHOLE);
  await write(officer, { plan: YEAR });
  await fillIn(officer);
  assert.notEqual((await written(officer, 'period_from'))[0], '', 'the period comes from the plan');
  await write(officer, {
    audits: [{ record: new RegExp(WORK) }], result: 'nonconformities', nonconformities: [{ nonconformity: /廃棄の記録/ }],
    overall_view: '廃棄の記録を除き、規程どおりに行われている。',
  });
  const report = await handIn(officer);
  assert.equal((await manager.goto(report)).status(), 404, 'not before the chair');
  await act(chair, report, 'approve');
  assert.equal(await stateOf(chair), '有効');
  assert.equal((await manager.goto(report)).status(), 200);
  await manager.setViewportSize(PHONE);
  await look(manager, 'audit-report-phone');
  await manager.setViewportSize({ width: 1280, height: 900 });
}

/** Steps a to c: the department writes cause and measures, only the manager hands them in, the chair approves. */
async function correct(chair, manager) {
  const handler = await signIn(browser, server, 'hanako');
  await begin(handler, server, 'corrective_action', AUDITED);
  await write(handler, { nonconformity: /廃棄の記録/ });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'findings.0.finding'), ['廃棄の記録が三件ない。'], 'the finding is not typed a third time');
  await write(handler, {
    correction: '三件を記録した。', consequences: 'なし。', analysis: '廃棄のたびに記録する手順がない。', 'findings.0.cause': '手順書に記録の時期がない。',
    similar: 'none', measures: [{ measure: '手順書に記録の時期を書く。', responsible: /見本　花子/, due_on: day(20) }], planned_completion: day(20),
  });
  assert.match(await refusedHandIn(handler), /会長に出すのは管理者です/);
  await look(handler, 'audit-corrective-action');
  await handler.getByRole('button', { name: '下書きを保存' }).last().click();
  await handler.waitForURL(/\/records\/[0-9a-f-]+$/);
  const action = handler.url();
  await edit(manager, action);
  await handIn(manager);
  await act(chair, action, 'approve');
  assert.equal(await stateOf(chair), '有効');
}

/** Steps c to e: the measures come from the plan; what was done and whether it works is new; the chair closes it. */
async function close(chair, manager) {
  await begin(manager, server, 'effectiveness_check', AUDITED);
  await write(manager, { corrective_action: /廃棄の記録/ });
  await fillIn(manager);
  assert.deepEqual(await written(manager, 'measures.0.measure'), ['手順書に記録の時期を書く。'], 'the measure comes from the plan');
  await write(manager, {
    'measures.0.result': '手順書を改めた。', 'measures.0.done_on': day(), completed_on: day(), checked_on: day(-1), how: '三か月分の記録を見た。',
    effect: 'effective', system_change: 'needed',
  });
  assert.match(await refusedHandIn(manager), /改善の内容/);
  await write(manager, { system_change_account: '廃棄の手順書を改める。' });
  assert.match(await refusedHandIn(manager), /効果を確かめた日/, 'not checked before it was completed');
  await write(manager, { checked_on: day() });
  const record = await handIn(manager);
  await act(chair, record, 'approve');
  assert.equal(await stateOf(chair), '有効');
  await look(chair, 'audit-effectiveness');
}
