// The programme of entrustment (J.9.4, J.9.2(2)i to k) as the people who live it: the chief officer sets criteria and the board
// resolves them; a handler surveys, registers, contracts and hands over; the manager evaluates, registers, concludes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  WHOLE, act, begin, day, edit, fillIn, handIn, look, refusedHandIn, signIn, startBrowser, startServer, stateOf, write, written,
} from './support.mjs';

const PHONE = { width: 390, height: 844 };
const UNIT = '総務部 総務課';
const PARTY = '見本印刷';
/** The eight contract points of J.9.4(1). */
const POINTS = {
  responsibilities: 'a 責任の明確化', safety_measures: 'b 安全管理', sub_entrustment: 'c 再委託', reporting: 'd 取扱い状況の報告', compliance_check: 'e 遵守の確認',
  breach_measures: 'f 守られなかったときの措置', incident_report: 'g 事件・事故の報告', after_termination: 'h 契約終了後の措置',
};

let server;
let browser;
before(async () => { server = await startServer(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('a party is chosen, contracted, handed data and evaluated again', async () => {
  const [chief, manager, handler] = await Promise.all(['shiro', 'saburo', 'hanako'].map((login) => signIn(browser, server, login)));
  await setCriteria(chief, manager);
  await evaluate(manager, handler);
  const line = await register(manager, handler);
  await contract(manager, handler, line);
  await handOver(handler);
  await evaluateAgain(manager, handler);
});

/** The criteria come into force by the board, whose resolution the manager enters. */
async function setCriteria(chief, manager) {
  await begin(chief, server, 'entrustment_rules', WHOLE);
  await write(chief, {
    edition_name: '第1版', effective_on: day(-30), pass_limit: 3,
    criteria: [{ criterion: '入退室管理', requirement: '入退室を記録している。', importance: 'high' }, { criterion: '教育', requirement: '年に一度行っている。', importance: 'low' }],
  });
  const rules = await handIn(chief);
  await manager.goto(rules);
  await manager.locator('.acts [name=resolved_on]').fill(day(-30));
  await manager.locator('.acts button[name=act][value=decide]').click();
  await manager.getByText('第1版').first().waitFor();
  assert.equal(await stateOf(manager), '有効');
}

/** The survey takes its questions from the criteria; who falls short of them fails, whatever is written. */
async function evaluate(manager, handler) {
  await begin(handler, server, 'entrustment_survey', UNIT);
  await write(handler, { occasion: 'selection', party_name: PARTY, address: '見本県見本市1', work: '会報の印刷', sub_entrusts: false, rules: /第1版/ });
  await fillIn(handler);
  const asked = await written(handler, 'answers.0.criterion', 'answers.0.importance', 'answers.1.criterion');
  assert.deepEqual(asked, ['入退室管理', 'high', '教育'], 'the criteria are the questions');
  await write(handler, {
    'answers.0.shortfall': 'wholly', 'answers.0.finding': '入退室の記録がない。', 'answers.1.shortfall': 'none', evaluated_on: day(), result: 'passed',
    next_evaluation_on: day(60),
  });
  const refusal = await refusedHandIn(handler);
  assert.match(refusal, /最大の不足点が細則の上限を超えています/);
  assert.match(refusal, /J\.9\.4\(1\)選定/);
  await look(handler, 'entrustment-survey');
  await write(handler, { 'answers.0.shortfall': 'partly' });
  const survey = await handIn(handler);
  await act(manager, survey, 'approve');
  assert.equal(await stateOf(manager), '有効');
}

/** The line of the register: name, work and address come from the survey; without a memorandum it is flagged. */
async function register(manager, handler) {
  await begin(handler, server, 'entrusted_party', UNIT);
  await write(handler, { evaluation: new RegExp(PARTY) });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'name', 'address', 'work'), [PARTY, '見本県見本市1', '会報の印刷']);
  await write(handler, { holdings: [{ holding: /お問い合わせ/ }] });
  const line = await handIn(handler);
  await act(manager, line, 'approve');
  await manager.getByText('締結した覚書がありません').waitFor();
  return line;
}

/** The memorandum has all eight points; each that is missing is refused with its clause. Then the line names it. */
async function contract(manager, handler, line) {
  await begin(handler, server, 'entrustment_memorandum', UNIT);
  await write(handler, { party: new RegExp(PARTY) });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'work'), ['会報の印刷'], 'the work comes from the register');
  const missing = await refusedHandIn(handler);
  for (const label of Object.values(POINTS)) assert.ok(missing.includes(`「${label}」を記入してください（J.9.4(1)契約）`), `${label}: ${missing}`);
  await write(handler, { ...Object.fromEntries(Object.keys(POINTS).map((id) => [id, '書面で定める。'])), holdings: [{ holding: /お問い合わせ/, items: '氏名、住所' }], concluded_on: day() });
  const memorandum = await handIn(handler);
  await act(manager, memorandum, 'approve');
  assert.equal(await stateOf(manager), '有効');
  await manager.setViewportSize(PHONE);
  await look(manager, 'entrustment-memorandum-phone');
  await manager.setViewportSize({ width: 1280, height: 900 });

  await act(handler, line, 'revise');
  await edit(handler, line);
  await write(handler, { memorandum: new RegExp(PARTY) });
  await handIn(handler);
  await act(manager, line, 'approve');
  assert.equal(await manager.getByText('締結した覚書がありません').count(), 0);
}

/** Data for printing goes by mail with a password; until the certificate of disposal comes the hand-over is flagged. */
async function handOver(handler) {
  await begin(handler, server, 'hand_over', UNIT);
  await write(handler, { counterpart: 'entrusted_party', memorandum: new RegExp(PARTY) });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'work'), ['会報の印刷']);
  await write(handler, {
    direction: 'handed', handed_on: day(), items: '会報の発送名簿', count: 120, medium: 'data', for_printing: true, way: 'secure_line', protection: '暗号化',
    deliverer: '見本 花子', receiver: '例 太郎', certificate_due: day(10),
  });
  const refusal = await refusedHandIn(handler);
  assert.match(refusal, /パスワードを付した電子メールで送ります/);
  assert.match(refusal, /J\.9\.2\(2\)i/);
  await write(handler, { way: 'password_mail' });
  await handIn(handler);
  await handler.getByText('委託先の廃棄証明書がありません').waitFor();
  await look(handler, 'entrustment-hand-over');
}

/** The re-evaluation: party and questions come from the last survey; a failed party cannot stay on the register. */
async function evaluateAgain(manager, handler) {
  await begin(handler, server, 'entrustment_survey', UNIT);
  await write(handler, { occasion: 'reevaluation', previous: new RegExp(PARTY) });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'party_name', 'work'), [PARTY, '会報の印刷'], 'the party is not typed again');
  await write(handler, { rules: /第1版/ });
  await fillIn(handler);
  assert.deepEqual(await written(handler, 'answers.0.criterion'), ['入退室管理']);
  await write(handler, {
    'answers.0.shortfall': 'wholly', 'answers.0.finding': '記録をやめた。', 'answers.1.shortfall': 'none', evaluated_on: day(), result: 'failed',
    next_evaluation_on: day(365),
  });
  const survey = await handIn(handler);
  await act(manager, survey, 'approve');
  assert.equal(await stateOf(manager), '有効');
  await begin(handler, server, 'entrusted_party', UNIT);
  await write(handler, { evaluation: new RegExp(PARTY) });
  await fillIn(handler);
  await write(handler, { holdings: [{ holding: /お問い合わせ/ }] });
  assert.match(await refusedHandIn(handler), /評価に合格していない委託先は、台帳に載せられません/);
}
