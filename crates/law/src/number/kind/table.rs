//! One row a kind: key, name, form, source, how sure, and the words that stand near such a number.

use super::NumberKind;
use crate::statute::Confidence::{self, Confirmed, Unverified};
use crate::statute::{Article, Law};
use crate::text::Text;

/// What is known of a kind.
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) name: Text,
    pub(super) form: Text,
    pub(super) article: Article,
    pub(super) form_confidence: Confidence,
    pub(super) check_confidence: Confidence,
    pub(super) words: &'static [&'static str],
}

const NOTICE: Article = Article::whole(Law::AdministrativeNotice);
const PRACTICE: Article = Article::whole(Law::Practice);

const fn new(key: &'static str, name: Text, form: Text) -> Row {
    Row {
        key,
        name,
        form,
        article: PRACTICE,
        form_confidence: Unverified,
        check_confidence: Unverified,
        words: &[],
    }
}

impl Row {
    const fn source(mut self, article: Article, form: Confidence, check: Confidence) -> Self {
        self.article = article;
        self.form_confidence = form;
        self.check_confidence = check;
        self
    }

    const fn near(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }
}

static MY_NUMBER: Row =
    new("my-number", Text::fixed("個人番号", "My Number"), Text::fixed("12桁の数字", "12 digits"))
        .source(Article::of(Law::MyNumberDigitRules, 5), Confirmed, Confirmed)
        .near(&["個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "My Number", "my number", "MyNumber"]);
static CORPORATE: Row = new(
    "corporate-number",
    Text::fixed("法人番号", "corporate number"),
    Text::fixed("0で始まらない13桁の数字", "13 digits, the first not 0"),
)
.source(Article::of(Law::CorporateNumberRules, 2), Confirmed, Confirmed)
.near(&["法人番号", "会社法人等番号", "Corporate Number"]);
static INVOICE: Row = new(
    "invoice-number",
    Text::fixed("適格請求書発行事業者登録番号", "invoice number"),
    Text::fixed("Tと13桁の数字", "T and 13 digits"),
)
.source(Article::branch(Law::ConsumptionTaxAct, 57, 2), Confirmed, Unverified)
.near(&["登録番号", "適格請求書", "インボイス"]);
static LICENSE: Row = new(
    "driver-license",
    Text::fixed("運転免許証番号", "driver licence number"),
    Text::fixed("12桁の数字", "12 digits"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["運転免許", "免許証番号", "免許情報記録番号", "免許番号"]);
static PENSION: Row = new(
    "basic-pension",
    Text::fixed("基礎年金番号", "basic pension number"),
    Text::fixed("10桁の数字(4桁-6桁)", "10 digits (4-6)"),
)
.source(NOTICE, Confirmed, Unverified)
.near(&["基礎年金番号", "年金番号", "年金手帳"]);
static EMPLOYMENT: Row = new(
    "employment-insurance",
    Text::fixed("雇用保険被保険者番号", "employment insurance number"),
    Text::fixed("11桁の数字(4桁-6桁-1桁)", "11 digits (4-6-1)"),
)
.source(Article::section(Law::EmploymentInsuranceManual, "20706"), Confirmed, Unverified)
.near(&["雇用保険"]);
static RESIDENT: Row = new(
    "resident-record",
    Text::fixed("住民票コード", "resident record code"),
    Text::fixed("11桁の数字", "11 digits"),
)
.source(Article::of(Law::ResidentRegisterRules, 1), Confirmed, Unverified)
.near(&["住民票コード"]);
static PASSPORT: Row = new(
    "passport",
    Text::fixed("旅券番号", "passport number"),
    Text::fixed("英字2文字と7桁の数字", "2 letters and 7 digits"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["旅券", "パスポート", "Passport", "passport"]);
static RESIDENCE: Row = new(
    "residence-card",
    Text::fixed("在留カード番号", "residence card number"),
    Text::fixed("英字2文字、8桁の数字、英字2文字", "2 letters, 8 digits and 2 letters"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["在留カード", "特別永住者", "Residence Card"]);
static HEALTH_INSURER: Row = new(
    "health-insurer",
    Text::fixed("健康保険の保険者番号", "health insurer number"),
    Text::fixed("8桁の数字", "8 digits"),
)
.source(NOTICE, Confirmed, Confirmed)
.near(&["保険者番号", "健康保険", "健保"]);
static NATIONAL_INSURER: Row = new(
    "national-health-insurer",
    Text::fixed("国民健康保険の保険者番号", "national health insurer number"),
    Text::fixed("6桁の数字", "6 digits"),
)
.source(NOTICE, Confirmed, Confirmed)
.near(&["保険者番号", "国民健康保険", "国保"]);
static ELDERLY_INSURER: Row = new(
    "elderly-insurer",
    Text::fixed("後期高齢者医療の保険者番号", "elderly care insurer number"),
    Text::fixed("39で始まる8桁の数字", "8 digits that begin with 39"),
)
.source(NOTICE, Confirmed, Confirmed)
.near(&["保険者番号", "後期高齢"]);
static ELDERLY_INSURED: Row = new(
    "elderly-insured",
    Text::fixed("後期高齢者医療の被保険者番号", "elderly care insured number"),
    Text::fixed("8桁の数字", "8 digits"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["後期高齢"]);
static CARE_INSURER: Row = new(
    "care-insurer",
    Text::fixed("介護保険の保険者番号", "care insurer number"),
    Text::fixed("6桁の数字", "6 digits"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["介護保険"]);
static CARE_INSURED: Row = new(
    "care-insured",
    Text::fixed("介護保険の被保険者番号", "care insured number"),
    Text::fixed("10桁の数字", "10 digits"),
)
.source(PRACTICE, Unverified, Unverified)
.near(&["介護保険"]);
static PUBLIC_PAYER: Row = new(
    "public-payer",
    Text::fixed("公費負担者番号", "public expense payer number"),
    Text::fixed("8桁の数字", "8 digits"),
)
.source(NOTICE, Unverified, Unverified)
.near(&["公費負担者番号", "負担者番号"]);
static PUBLIC_RECIPIENT: Row = new(
    "public-recipient",
    Text::fixed("公費負担医療の受給者番号", "public expense recipient number"),
    Text::fixed("7桁の数字", "7 digits"),
)
.source(NOTICE, Unverified, Unverified)
.near(&["受給者番号"]);
static INSURED_SYMBOL: Row = new(
    "insured-symbol",
    Text::fixed("被保険者等記号・番号・枝番", "insured person's symbol, number and branch"),
    Text::fixed(
        "保険者が定める2から30文字(数字を含む)",
        "2 to 30 characters with a digit, set by each insurer",
    ),
)
.source(NOTICE, Confirmed, Unverified)
.near(&[
    "被保険者",
    "保険証",
    "資格確認書",
    "資格情報",
    "健康保険",
    "健保",
    "国保",
    "共済",
    "組合員",
    "加入者",
    "枝番",
]);
static CARD: Row = new(
    "payment-card",
    Text::fixed("クレジットカード番号", "payment card number"),
    Text::fixed("14から16桁の数字", "14 to 16 digits"),
)
.source(Article::whole(Law::CardStandard), Unverified, Confirmed)
.near(&[
    "カード番号",
    "クレジット",
    "Visa",
    "VISA",
    "Mastercard",
    "JCB",
    "card number",
    "Card Number",
]);
static BANK: Row = new(
    "bank-account",
    Text::fixed("銀行口座", "bank account"),
    Text::fixed("14桁の数字(銀行4桁-支店3桁-口座7桁)", "14 digits (bank 4, branch 3, account 7)"),
)
.near(&["口座", "振込先", "普通預金", "当座", "銀行"]);
static POSTAL_ACCOUNT: Row = new(
    "postal-account",
    Text::fixed("ゆうちょ銀行の記号・番号", "postal account"),
    Text::fixed(
        "0か1で始まり0で終わる記号5桁と番号2から8桁",
        "5 digits that begin with 0 or 1 and end with 0, then 2 to 8 digits",
    ),
)
.near(&["ゆうちょ", "記号"]);
static POSTAL_CODE: Row = new(
    "postal-code",
    Text::fixed("郵便番号", "postal code"),
    Text::fixed("7桁の数字(3桁-4桁)", "7 digits (3-4)"),
)
.near(&["郵便番号", "〒", "住所"]);
static TELEPHONE: Row = new(
    "telephone",
    Text::fixed("電話番号", "telephone number"),
    Text::fixed("0で始まる10桁か11桁の数字", "10 or 11 digits that begin with 0"),
)
.near(&["電話", "TEL", "Tel", "tel", "携帯", "FAX", "Fax", "連絡先", "℡", "☎"]);

/// The row of a kind.
pub(super) fn row(kind: NumberKind) -> &'static Row {
    match kind {
        NumberKind::MyNumber => &MY_NUMBER,
        NumberKind::CorporateNumber => &CORPORATE,
        NumberKind::InvoiceNumber => &INVOICE,
        NumberKind::DriverLicense => &LICENSE,
        NumberKind::BasicPension => &PENSION,
        NumberKind::EmploymentInsurance => &EMPLOYMENT,
        NumberKind::ResidentRecord => &RESIDENT,
        NumberKind::Passport => &PASSPORT,
        NumberKind::ResidenceCard => &RESIDENCE,
        NumberKind::HealthInsurer => &HEALTH_INSURER,
        NumberKind::NationalHealthInsurer => &NATIONAL_INSURER,
        NumberKind::ElderlyInsurer => &ELDERLY_INSURER,
        NumberKind::ElderlyInsured => &ELDERLY_INSURED,
        NumberKind::CareInsurer => &CARE_INSURER,
        NumberKind::CareInsured => &CARE_INSURED,
        NumberKind::PublicPayer => &PUBLIC_PAYER,
        NumberKind::PublicRecipient => &PUBLIC_RECIPIENT,
        NumberKind::InsuredSymbol => &INSURED_SYMBOL,
        NumberKind::PaymentCard => &CARD,
        NumberKind::BankAccount => &BANK,
        NumberKind::PostalAccount => &POSTAL_ACCOUNT,
        NumberKind::PostalCode => &POSTAL_CODE,
        NumberKind::Telephone => &TELEPHONE,
    }
}
