// The programme of training (J.3.3, J.4.2, J.4.3) from the chair's order to the retraining, as the people who live it: the chair
// orders, the training officer plans and records, a member answers the test, the officer reports, the chair takes note.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  WHOLE, act, begin, cannot, day, edit, fillIn, fiscalYear, handIn, look, refusedHandIn, signIn, startBrowser, startServer, stateOf, write, written,
} from './support.mjs';

const PHONE = { width: 390, height: 844 };
const TOPICS = ['policy', 'importance', 'role', 'consequence'];
/** The right answers of the test; six of eight are enough. */
const RIGHT = {
  policy_place: 'b', policy_purpose: 'a', importance_benefit: 'c', importance_application: 'b',
  role_incident: 'a', role_request: 'c', consequence_breach: 'b', consequence_leaving: 'a',
};

let server;
let browser;
before(async () => { server = await startServer(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('a year of training, from the order of the chair to the retraining', async () => {
  const [chair, officer, member] = await Promise.all(['satsuki', 'jiro', 'nanami'].map((login) => signIn(browser, server, login)));
  const order = await orderPlans(chair, officer);
  const plan = await planTraining(chair, officer, order);
  await recordSession(officer);
  await takeTest(officer, member);
  await report(chair, officer);
  await retrain(chair, officer, plan);
});

/** The chair orders both plans; both officers take note. */
async function orderPlans(chair, officer) {
  await begin(chair, server, 'planning_order', WHOLE);
  await write(chair, {
    subject: '教育計画と監査計画の作成', fiscal_year: fiscalYear(), training_order: '誤送付を防ぐことに力を入れる。', audit_order: '前年度と同じ。',
    plans_due_on: day(14),
  });
  const order = await handIn(chair);
  await act(officer, order, 'acknowledge');
  const audit = await signIn(browser, server, 'rikka');
  await act(audit, order, 'acknowledge');
  assert.equal(await stateOf(audit), '有効');
  return order;
}

/** The plan of ten items: what is missing is refused item by item, and only the chair approves. */
async function planTraining(chair, officer) {
  await begin(officer, server, 'training_plan', WHOLE);
  await write(officer, { occasion: 'yearly', order: /教育計画と監査計画の作成/ });
  await fillIn(officer);
  const [year] = await written(officer, 'fiscal_year');
  assert.equal(year.replace(',', ''), String(fiscalYear()), 'the year comes from the order');
  const missing = await refusedHandIn(officer);
  for (const label of ['①研修名', '②開催日', '③場所', '④講師', '⑤受講対象者', '⑥研修の目的', '⑦研修の概要', '⑧実施方法', '⑨緊急時の対応', '⑩予算']) {
    assert.ok(missing.includes(label), `${label} is asked for: ${missing}`);
  }
  await write(officer, {
    name: '個人情報保護研修', held_on: day(-2), hours: '13時30分から15時まで', make_up_on: day(12), place: '会議室', lecturer: '見本 講師',
    audience: '役員と派遣の人を含む全員', planned_number: 12, aim: '誤送付をなくす。', outline: '方針、役割、事故の例。', method: '集合研修と理解度確認。',
    schedule: '講義60分、確認15分。', topics: TOPICS.map((topic) => ({ topic, content: '資料の章' })), law_changes: 'none', weak_items: 'none',
    emergency: '中止は教育責任者が決め、全員に連絡する。', budget: 0,
  });
  await look(officer, 'education-plan');
  const plan = await handIn(officer);
  assert.match(await cannot(officer, plan), /自分が作成した記録は、自分では決裁できません[\s\S]*J\.2\.4/);
  await act(chair, plan, 'approve');
  assert.equal(await stateOf(chair), '有効');
  return plan;
}

/** The session: day, place and lecturer come from the plan; who was absent gets the make-up day. */
async function recordSession(officer) {
  await begin(officer, server, 'training_session', WHOLE);
  await write(officer, { kind: 'main', plan: /個人情報保護研修/ });
  await fillIn(officer);
  const known = await written(officer, 'place', 'lecturer');
  assert.deepEqual(known, ['会議室', '見本 講師'], 'place and lecturer come from the plan');
  assert.notEqual((await written(officer, 'held_on'))[0], '', 'the day comes from the plan');
  await write(officer, { attendees: ['見本　七海', '見本　花子', '例　八郎'], has_absentees: true, topics: TOPICS });
  assert.match(await refusedHandIn(officer), /欠席した人/);
  await write(officer, { absentees: [{ member: /﨑山/, reason: '出張', make_up_on: day(12) }] });
  await look(officer, 'education-session');
  await handIn(officer);
  assert.equal(await stateOf(officer), '有効');
}

/** The test: too few right answers are not passed, and go back with what to study; then they pass. Who was absent cannot take it. */
async function takeTest(officer, member) {
  await member.setViewportSize(PHONE);
  await begin(member, server, 'comprehension_test');
  await write(member, { session: /個人情報保護研修/, ...RIGHT, role_incident: 'b', role_request: 'a', consequence_breach: 'c' });
  await look(member, 'education-test-phone');
  const record = await handIn(member);
  assert.match(await cannot(officer, record), /正しい答えが六つに足りません[\s\S]*J\.4\.2\(4\)/);
  await act(officer, record, 'return', '役割と責任の章を読み直してください。');
  await member.goto(record);
  await member.getByText('役割と責任の章を読み直してください。').first().waitFor();
  await edit(member, record);
  await write(member, { role_request: 'c', consequence_breach: 'b' });
  await handIn(member);
  await act(officer, record, 'approve');
  assert.equal(await stateOf(officer), '有効');
  const absent = await signIn(browser, server, 'sakiyama');
  await begin(absent, server, 'comprehension_test');
  assert.equal(await absent.locator('[name=session] option').count(), 1, 'a session that does not name them is not offered');
}

/** The report: its figures must fit, what was not understood is named, and the chair takes note. */
async function report(chair, officer) {
  await begin(officer, server, 'training_report', WHOLE);
  await write(officer, { plan: /個人情報保護研修/ });
  await fillIn(officer);
  assert.deepEqual(await written(officer, 'number_due'), ['12'], 'the number due comes from the plan');
  await write(officer, {
    sessions: [{ session: /個人情報保護研修/ }], number_attended: 3, number_passed: 4, topics_covered: TOPICS, has_weak_items: true,
    weak_items: [{ topic: 'role', item: '本人からの請求の取次ぎ', wrong_answers: 1 }], retraining: 'now',
    evaluation: 'おおむね理解された。', plan_review: '取次ぎの例を増やす。',
  });
  assert.match(await refusedHandIn(officer), /人数が合いません/);
  await write(officer, { number_passed: 1 });
  assert.match(await refusedHandIn(officer), /受けていない人がいます/);
  await write(officer, { remaining: '予備日に行う。' });
  const record = await handIn(officer);
  await act(chair, record, 'acknowledge');
  assert.equal(await stateOf(chair), '有効');
  await look(chair, 'education-report');
}

/** The retraining: it must take up what was not understood, which comes from the report; the rest comes from the last plan. */
async function retrain(chair, officer) {
  await begin(officer, server, 'training_plan', WHOLE);
  await write(officer, { occasion: 'retraining', previous_plan: /個人情報保護研修/ });
  await fillIn(officer);
  const known = await written(officer, 'place', 'lecturer', 'planned_number', 'emergency');
  assert.deepEqual(known, ['会議室', '見本 講師', '12', '中止は教育責任者が決め、全員に連絡する。'], 'the last plan is not typed again');
  await write(officer, {
    name: '取次ぎの再教育', fiscal_year: fiscalYear(), held_on: day(30), make_up_on: day(40), law_changes: 'none', weak_items: 'none',
    topics: TOPICS.map((topic) => ({ topic, content: '資料の章' })),
  });
  assert.match(await refusedHandIn(officer), /理解の低かった事項を取り上げてください/);
  await write(officer, { weak_items: 'included', report: /個人情報保護研修/ });
  await fillIn(officer);
  const weak = await written(officer, 'weak_items_taken_up.0.topic', 'weak_items_taken_up.0.item');
  assert.deepEqual(weak, ['role', '本人からの請求の取次ぎ'], 'what was not understood comes from the report');
  await look(officer, 'education-retraining');
  const plan = await handIn(officer);
  await act(chair, plan, 'approve');
  assert.equal(await stateOf(chair), '有効');
  await chair.getByText('本人からの請求の取次ぎ').first().waitFor();
}
