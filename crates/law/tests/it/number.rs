//! Numbers: forms, check digits against a second naive implementation, masks, and detection.

use jiff::civil::date;
use law::Confidence;
use law::number::{
    Asking, CheckDigit, IdentificationCode, Likelihood, Number, NumberError, NumberKind,
    PropertyDamage, check, detect, normalize,
};
use proptest::prelude::*;

const CHECKED: [(NumberKind, &str, CheckDigit); 38] = [
    (NumberKind::MyNumber, "123456789018", CheckDigit::Fits),
    (NumberKind::MyNumber, "983205673214", CheckDigit::Fits),
    (NumberKind::MyNumber, "000000000000", CheckDigit::Fits),
    (NumberKind::MyNumber, "111111111118", CheckDigit::Fits),
    (NumberKind::MyNumber, "200000000000", CheckDigit::Fits),
    (NumberKind::MyNumber, "１２３４ ５６７８ ９０１８", CheckDigit::Fits),
    (NumberKind::MyNumber, "123456789012", CheckDigit::Wrong),
    (NumberKind::CorporateNumber, "7000012050002", CheckDigit::Fits),
    (NumberKind::CorporateNumber, "8000012010038", CheckDigit::Fits),
    (NumberKind::CorporateNumber, "1180301018771", CheckDigit::Fits),
    (NumberKind::CorporateNumber, "5010401067252", CheckDigit::Fits),
    (NumberKind::CorporateNumber, "6000012050002", CheckDigit::Wrong),
    (NumberKind::InvoiceNumber, "Ｔ１１８０３０１０１８７７１", CheckDigit::Fits),
    (NumberKind::InvoiceNumber, "T-2180301018771", CheckDigit::Doubtful),
    (NumberKind::DriverLicense, "309012345620", CheckDigit::Fits),
    (NumberKind::DriverLicense, "309012345630", CheckDigit::Doubtful),
    (NumberKind::HealthInsurer, "33120015", CheckDigit::Fits),
    (NumberKind::HealthInsurer, "01040013", CheckDigit::Fits),
    (NumberKind::HealthInsurer, "01040014", CheckDigit::Wrong),
    (NumberKind::ElderlyInsurer, "39131156", CheckDigit::Fits),
    (NumberKind::ElderlyInsurer, "39131157", CheckDigit::Wrong),
    (NumberKind::NationalHealthInsurer, "138057", CheckDigit::Fits),
    (NumberKind::NationalHealthInsurer, "138058", CheckDigit::Wrong),
    (NumberKind::ElderlyInsured, "12345670", CheckDigit::Doubtful),
    (NumberKind::PaymentCard, "4111 1111 1111 1111", CheckDigit::Fits),
    (NumberKind::PaymentCard, "5555-5555-5555-4444", CheckDigit::Fits),
    (NumberKind::PaymentCard, "3530111333300000", CheckDigit::Fits),
    (NumberKind::PaymentCard, "378282246310005", CheckDigit::Fits),
    (NumberKind::PaymentCard, "4111111111111112", CheckDigit::Wrong),
    (NumberKind::InsuredSymbol, "あ１２－３４５６７ 01", CheckDigit::None),
    (NumberKind::BasicPension, "1234-567890", CheckDigit::None),
    (NumberKind::EmploymentInsurance, "1234-567890-1", CheckDigit::None),
    (NumberKind::ResidentRecord, "12345678901", CheckDigit::None),
    (NumberKind::Passport, "ＴＫ1234567", CheckDigit::None),
    (NumberKind::ResidenceCard, "ab12345678cd", CheckDigit::None),
    (NumberKind::BankAccount, "0001-001-1234567", CheckDigit::None),
    (NumberKind::PostalAccount, "10120-12345671", CheckDigit::None),
    (NumberKind::PostalCode, "〒100－0001", CheckDigit::None),
];

#[test]
fn checks_the_numbers_of_the_spec() {
    for (kind, text, expected) in CHECKED {
        let number = Number::parse(kind, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(number.check_digit(), expected, "{text}");
        assert_eq!(number.is_valid(), expected != CheckDigit::Wrong, "{text}");
    }
}

#[test]
fn computes_the_check_digits_of_the_spec() {
    for (base, digit) in [
        ("12345678901", 8),
        ("98320567321", 4),
        ("00000000000", 0),
        ("11111111111", 8),
        ("20000000000", 0),
    ] {
        assert_eq!(check::my_number(base), Some(digit), "{base}");
    }
    assert_eq!(check::driver_license("3090123456"), Some(2));
    assert_eq!(check::my_number("123"), None);
    assert_eq!(check::corporate_number("12345678901x"), None);
}

#[test]
fn reads_telephones_as_people_write_them() {
    for (text, normalized, formatted) in [
        ("03-1234-5678", "0312345678", "03-1234-5678"),
        ("（０３）１２３４－５６７８", "0312345678", "03-1234-5678"),
        ("+81 90 1234 5678", "09012345678", "090-1234-5678"),
        ("+81(0)3-1234-5678", "0312345678", "03-1234-5678"),
        ("0120-123-456", "0120123456", "0120-123-456"),
        ("0800-123-4567", "08001234567", "0800-123-4567"),
        ("050 1234 5678", "05012345678", "050-1234-5678"),
        ("060-1234-5678", "06012345678", "060-1234-5678"),
        ("0570-000-123", "0570000123", "0570-000-123"),
        ("0258-12-3456", "0258123456", "0258123456"),
    ] {
        let number = Number::parse(NumberKind::Telephone, text)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (number.normalized(), number.formatted().as_str()),
            (normalized, formatted),
            "{text}"
        );
    }
    for text in ["0012345678", "12345678901", "09012345"] {
        assert!(Number::parse(NumberKind::Telephone, text).is_err(), "{text}");
    }
}

#[test]
fn puts_marks_in_order_where_a_filler_stood_between() {
    let once = normalize("\u{302a}゛");
    assert_eq!(normalize(&once), once);
}

#[test]
fn refuses_a_number_without_repeating_it() {
    let error = Number::parse(NumberKind::MyNumber, "1234567890123").unwrap_err();
    assert_eq!(error, NumberError::Length { kind: NumberKind::MyNumber, found: 13 });
    insta::assert_snapshot!(error.to_string(), @"number has 13 characters, a my-number has 12 digits");
    insta::assert_snapshot!(error.text().ja, @"13文字あります。個人番号は12桁の数字です");
    let form = |kind, text: &str| Number::parse(kind, text).unwrap_err();
    assert_eq!(
        form(NumberKind::MyNumber, "12345678901X"),
        NumberError::Form { kind: NumberKind::MyNumber }
    );
    assert_eq!(
        form(NumberKind::CorporateNumber, "0000012050002"),
        NumberError::Form { kind: NumberKind::CorporateNumber }
    );
    assert_eq!(
        form(NumberKind::ElderlyInsurer, "38131156"),
        NumberError::Form { kind: NumberKind::ElderlyInsurer }
    );
    assert_eq!(
        form(NumberKind::PostalCode, ""),
        NumberError::Length { kind: NumberKind::PostalCode, found: 0 }
    );
    assert_eq!(
        form(NumberKind::PostalCode, &"1".repeat(65)),
        NumberError::TooLong { max_chars: 64 }
    );
}

#[test]
fn hides_numbers_in_masks_and_debug_output() {
    for (kind, text, masked) in [
        (NumberKind::MyNumber, "123456789018", "************"),
        (NumberKind::PaymentCard, "4111111111111111", "************1111"),
        (NumberKind::BankAccount, "00010011234567", "***********567"),
        (NumberKind::CorporateNumber, "7000012050002", "7000012050002"),
        (NumberKind::ResidenceCard, "AB12345678CD", "**********CD"),
        (NumberKind::BasicPension, "1234567890", "**********"),
    ] {
        let number = Number::parse(kind, text).expect("readable");
        assert_eq!(number.masked(), masked);
        assert_eq!(format!("{number:?}"), format!("Number({}, {masked})", kind.key()));
    }
}

#[test]
fn says_what_the_law_makes_of_each_kind() {
    let table: Vec<String> = NumberKind::ALL
        .into_iter()
        .map(|kind| {
            let character = kind.character(date(2026, 4, 1));
            let code = character
                .identification_code
                .map_or_else(|| "-".to_owned(), |article| article.to_string());
            let asking = match character.asking {
                Asking::Free => "free".to_owned(),
                Asking::Limited { article, confidence: Confidence::Confirmed, .. } => {
                    format!("limited {article}")
                }
                Asking::Limited { article, .. } => format!("limited {article} (unverified)"),
                Asking::Forbidden { article, .. } => format!("forbidden {article}"),
            };
            format!("{} | {code} | {:?} | {asking}", kind.key(), character.property_damage)
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r"
    my-number | 個人情報保護法施行令1条9号 | No | limited 番号法19条
    corporate-number | - | No | free
    invoice-number | - | No | free
    driver-license | 個人情報保護法施行令1条5号 | No | free
    basic-pension | 個人情報保護法施行令1条4号 | No | limited 国民年金法108条の4 (unverified)
    employment-insurance | 個人情報保護法施行規則4条 | No | free
    resident-record | 個人情報保護法施行令1条6号 | No | forbidden 住民基本台帳法30条の38
    passport | 個人情報保護法施行令1条2号 | No | free
    residence-card | 個人情報保護法施行規則4条 | No | free
    health-insurer | 個人情報保護法施行規則4条 | No | limited 健康保険法194条の2
    national-health-insurer | 個人情報保護法施行令1条3号 | No | limited 国民健康保険法111条の2
    elderly-insurer | 個人情報保護法施行令1条7号 | No | limited 高齢者医療確保法161条の2
    elderly-insured | 個人情報保護法施行令1条7号 | No | limited 高齢者医療確保法161条の2
    care-insurer | 個人情報保護法施行令1条8号 | No | free
    care-insured | 個人情報保護法施行令1条8号 | No | free
    public-payer | - | No | free
    public-recipient | - | No | free
    insured-symbol | 個人情報保護法施行規則4条 | No | limited 健康保険法194条の2
    payment-card | - | Alone | free
    bank-account | - | WithSecret | free
    postal-account | - | WithSecret | free
    postal-code | - | No | free
    telephone | - | No | free
    ");
}

#[test]
fn lists_the_identification_codes_of_the_order() {
    let table: Vec<String> = IdentificationCode::ALL
        .iter()
        .map(|code| format!("{} {}", code.article(), code.key()))
        .collect();
    insta::assert_snapshot!(table.join("\n"), @"
    個人情報保護法施行令1条1号 body_feature
    個人情報保護法施行令1条2号 passport
    個人情報保護法施行令1条3号 national_health_insurance
    個人情報保護法施行令1条4号 basic_pension
    個人情報保護法施行令1条5号 driver_license
    個人情報保護法施行令1条6号 resident_record
    個人情報保護法施行令1条7号 elderly_care
    個人情報保護法施行令1条8号 care_insurance
    個人情報保護法施行令1条9号 my_number
    個人情報保護法施行規則4条 health_insurance
    個人情報保護法施行規則4条 seamen_insurance
    個人情報保護法施行規則4条 foreign_passport
    個人情報保護法施行規則4条 residence_card
    個人情報保護法施行規則4条 private_school_mutual
    個人情報保護法施行規則4条 national_mutual
    個人情報保護法施行規則4条 local_mutual
    個人情報保護法施行規則4条 employment_insurance
    個人情報保護法施行規則4条 special_permanent_resident
    ");
    assert!(check::is_license_office("309012345620") && !check::is_license_office("159012345620"));
    let odd = Number::parse(NumberKind::DriverLicense, "159012345620").expect("readable");
    assert!(odd.explain().iter().any(|step| step.text.ja.contains("公安委員会コード")));
}

#[test]
fn says_why_a_misfit_is_no_reason_to_refuse() {
    let said = |kind, text: &str| {
        Number::parse(kind, text).expect("readable").explain()[1].text.ja.to_string()
    };
    insta::assert_snapshot!(said(NumberKind::InvoiceNumber, "T1180301018772"), @"法人番号の検査数字に合わない。法人でない事業者の登録番号なら合わなくてよい。公表サイトで確かめる(未確認)");
    insta::assert_snapshot!(said(NumberKind::DriverLicense, "309012345630"), @"一次資料のない検査数字に合わない。書類で確かめる。番号を拒む理由にはならない(未確認)");
    insta::assert_snapshot!(said(NumberKind::PaymentCard, "4111111111111112"), @"検査数字が合わないため、正しい番号ではない");
}

#[test]
fn answers_as_of_a_day() {
    let card = |as_of| NumberKind::HealthInsurer.character(as_of).asking;
    assert_eq!(card(date(2020, 9, 30)), Asking::Free);
    assert!(matches!(card(date(2020, 10, 1)), Asking::Limited { .. }));
    assert_eq!(NumberKind::MyNumber.character(date(2017, 5, 29)).identification_code, None);
    assert_eq!(
        NumberKind::PaymentCard.character(date(2026, 4, 1)).property_damage,
        PropertyDamage::Alone
    );
}

#[test]
fn names_every_kind_by_its_key() {
    for kind in NumberKind::ALL {
        assert_eq!(NumberKind::from_key(kind.key()), Some(kind));
        assert!(!kind.name().ja.is_empty() && !kind.form().en.is_empty());
        assert!(!kind.context_words().is_empty(), "{}", kind.key());
    }
    assert_eq!(NumberKind::from_key("mynumber"), None);
}

#[test]
fn finds_numbers_with_the_words_around_them() {
    use Likelihood::{Certain, Likely, Possible};
    use NumberKind as Kind;
    for (text, expected) in [
        ("個人番号は123456789018です", vec![(Kind::MyNumber, Certain, "123456789018")]),
        (
            "マイナンバー：１２３４－５６７８－９０１８",
            vec![(Kind::MyNumber, Certain, "１２３４－５６７８－９０１８")],
        ),
        ("1234 5678 9018", vec![(Kind::MyNumber, Likely, "1234 5678 9018")]),
        ("管理 123456789018", vec![(Kind::MyNumber, Possible, "123456789018")]),
        ("個人番号 123456789012", vec![]),
        ("免許証番号 309012345620", vec![(Kind::DriverLicense, Certain, "309012345620")]),
        ("運転免許 309012345630", vec![(Kind::DriverLicense, Likely, "309012345630")]),
        ("法人番号 7000012050002", vec![(Kind::CorporateNumber, Certain, "7000012050002")]),
        ("登録番号T1180301018771", vec![(Kind::InvoiceNumber, Certain, "T1180301018771")]),
        (
            "カード番号 4111-1111-1111-1111 有効期限",
            vec![(Kind::PaymentCard, Certain, "4111-1111-1111-1111")],
        ),
        ("3782 822463 10005", vec![(Kind::PaymentCard, Likely, "3782 822463 10005")]),
        ("4111111111111112", vec![]),
        ("基礎年金番号 1234-567890", vec![(Kind::BasicPension, Certain, "1234-567890")]),
        ("雇用保険 1234-567890-1", vec![(Kind::EmploymentInsurance, Certain, "1234-567890-1")]),
        ("住民票コード 12345678901", vec![(Kind::ResidentRecord, Certain, "12345678901")]),
        ("旅券番号TK1234567", vec![(Kind::Passport, Certain, "TK1234567")]),
        ("在留カード ＡＢ12345678ＣＤ", vec![(Kind::ResidenceCard, Certain, "ＡＢ12345678ＣＤ")]),
        ("保険者番号 33120015", vec![(Kind::HealthInsurer, Certain, "33120015")]),
        ("後期高齢 保険者番号 39131156", vec![(Kind::ElderlyInsurer, Certain, "39131156")]),
        ("国保 138057", vec![(Kind::NationalHealthInsurer, Certain, "138057")]),
        ("〒100-0001 千代田区", vec![(Kind::PostalCode, Certain, "100-0001")]),
        ("電話 03-1234-5678", vec![(Kind::Telephone, Certain, "03-1234-5678")]),
        ("TEL03-1234-5678", vec![(Kind::Telephone, Certain, "03-1234-5678")]),
        ("09012345678", vec![(Kind::Telephone, Likely, "09012345678")]),
        ("+81-90-1234-5678", vec![(Kind::Telephone, Certain, "81-90-1234-5678")]),
        ("ゆうちょ 10120-12345671", vec![(Kind::PostalAccount, Certain, "10120-12345671")]),
        ("振込先 0001-001-1234567", vec![(Kind::BankAccount, Certain, "0001-001-1234567")]),
        ("請求額 123456789018円", vec![]),
        ("売上 4111111111111111千円", vec![]),
        ("電話 0312345678万人", vec![]),
        ("円周率 3.4111111111111111", vec![]),
        ("〒100-0001千代田区", vec![(Kind::PostalCode, Certain, "100-0001")]),
        ("〒260-0013千葉市", vec![(Kind::PostalCode, Certain, "260-0013")]),
        ("TEL.03-1234-5678", vec![(Kind::Telephone, Certain, "03-1234-5678")]),
        ("No.123456789018", vec![(Kind::MyNumber, Possible, "123456789018")]),
        ("健康保険の資格取得日 2026-05-01", vec![]),
        ("健康保険の資格取得日 20260501", vec![]),
        ("後期高齢 資格取得 20260501", vec![]),
        ("健康保険 99120019", vec![]),
        ("国保 2026-05", vec![]),
        ("2026-05-15 に 20260515", vec![]),
        ("x123456789018abcd", vec![]),
        (
            "電話 03-1234-5678 090-1234-5678",
            vec![
                (Kind::Telephone, Certain, "03-1234-5678"),
                (Kind::Telephone, Certain, "090-1234-5678"),
            ],
        ),
        ("", vec![]),
    ] {
        assert_eq!(detected(text), expected, "{text}");
    }
}

#[test]
fn finds_an_insured_person_by_the_labels_and_is_never_certain() {
    use Likelihood::{Certain, Likely, Possible};
    use NumberKind as Kind;
    for (text, expected) in [
        (
            "健康保険 記号 21700023 番号 901",
            vec![(Kind::InsuredSymbol, Likely, "21700023 番号 901")],
        ),
        (
            "被保険者等記号・番号：健東あ－１２３４５ 枝番 01",
            vec![(Kind::InsuredSymbol, Likely, "健東あ－１２３４５ 枝番 01")],
        ),
        (
            "資格確認書の記号番号は 12・345678 です",
            vec![(Kind::InsuredSymbol, Likely, "12・345678")],
        ),
        ("記号 A12 番号 3456", vec![(Kind::InsuredSymbol, Possible, "A12 番号 3456")]),
        ("記号：あい\n番号：12", vec![]),
        ("記号の意味は番号 5 を見る", vec![]),
        ("国保の記号と番号を書く", vec![]),
        (
            "国保 保険者番号 138057 記号 新1 番号 234",
            vec![
                (Kind::NationalHealthInsurer, Certain, "138057"),
                (Kind::InsuredSymbol, Likely, "新1 番号 234"),
            ],
        ),
        (
            "ゆうちょ銀行 記号 10120 番号 12345671",
            vec![(Kind::PostalAccount, Certain, "10120 番号 12345671")],
        ),
        ("記号 10120 番号 12345671", vec![(Kind::PostalAccount, Likely, "10120 番号 12345671")]),
    ] {
        assert_eq!(detected(text), expected, "{text}");
    }
}

fn detected(text: &str) -> Vec<(NumberKind, Likelihood, &str)> {
    detect(text)
        .into_iter()
        .map(|found| (found.kind, found.likelihood, &text[found.range]))
        .collect()
}

/// My Number after the order's own words: Pn from the lowest digit, Qn = n + 1 up to 6, then n − 5.
fn naive_my_number(base: &[u32]) -> u32 {
    let mut sum = 0;
    for n in 1..=11 {
        let p = base[11 - n];
        let q = if n <= 6 { n + 1 } else { n - 5 };
        sum += p * u32::try_from(q).expect("small");
    }
    match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    }
}

fn naive_corporate(base: &[u32]) -> u32 {
    let mut sum = 0;
    for (index, digit) in base.iter().enumerate() {
        let place = 12 - index;
        sum += if place % 2 == 1 { *digit } else { digit * 2 };
    }
    9 - sum % 9
}

fn naive_insurer(base: &[u32]) -> u32 {
    let mut sum = 0;
    let mut is_double = true;
    for digit in base.iter().rev() {
        let product = if is_double { digit * 2 } else { *digit };
        sum += if product > 9 { product - 9 } else { product };
        is_double = !is_double;
    }
    (0..10).find(|check| (sum + check) % 10 == 0).expect("one of ten")
}

/// Luhn after its own words: double every second digit from the right, take 9 off what passes 9, fill up to a ten.
fn naive_luhn(base: &[u32]) -> u32 {
    let mut sum = 0;
    for index in 0..base.len() {
        let from_right = base.len() - index;
        let doubled = if from_right % 2 == 1 { base[index] * 2 } else { base[index] };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    (sum * 9) % 10
}

fn naive_license(base: &[u32]) -> u32 {
    let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let mut sum = 0;
    for index in 0..10 {
        sum += base[index] * weights[index];
    }
    match sum % 11 {
        0 => 1,
        1 => 0,
        remainder => 11 - remainder,
    }
}

fn written(digits: &[u32]) -> String {
    digits.iter().map(u32::to_string).collect()
}

proptest! {
    #[test]
    fn check_digits_agree_with_the_naive_way(digits in prop::collection::vec(0_u32..10, 15)) {
        prop_assert_eq!(check::my_number(&written(&digits[..11])), Some(naive_my_number(&digits[..11])));
        prop_assert_eq!(check::corporate_number(&written(&digits[..12])), Some(naive_corporate(&digits[..12])));
        prop_assert_eq!(check::driver_license(&written(&digits[..10])), Some(naive_license(&digits[..10])));
        for length in [5, 7, 13, 14, 15] {
            prop_assert_eq!(check::insurer(&written(&digits[..length])), Some(naive_insurer(&digits[..length])));
            let luhn = format!("{}{}", written(&digits[..length]), naive_luhn(&digits[..length]));
            prop_assert!(check::is_luhn(&luhn));
        }
    }

    #[test]
    fn a_made_my_number_is_found_in_its_context(digits in prop::collection::vec(0_u32..10, 11)) {
        let number = format!("{}{}", written(&digits), naive_my_number(&digits));
        let found = detect(&format!("氏名 甲野 個人番号 {number} 以上"));
        prop_assert!(found.iter().any(|found| found.kind == NumberKind::MyNumber && found.likelihood == Likelihood::Certain));
    }

    #[test]
    fn one_wrong_digit_of_a_my_number_is_noticed(digits in prop::collection::vec(0_u32..10, 11), place in 0_usize..11, add in 1_u32..10) {
        let check = naive_my_number(&digits);
        let mut changed = digits.clone();
        changed[place] = (changed[place] + add) % 10;
        let is_same = naive_my_number(&changed) == check;
        let number = Number::parse(NumberKind::MyNumber, &format!("{}{check}", written(&changed))).expect("readable");
        prop_assert_eq!(number.is_valid(), is_same);
    }

    #[test]
    fn normalizing_twice_is_normalizing_once(text in "[ -~、-ー０-９Ａ-Ｚａ-ｚ－　一-龠]{0,40}") {
        prop_assert_eq!(normalize(&normalize(&text)), normalize(&text));
    }

    #[test]
    fn detection_reports_ranges_inside_the_text(text in "[0-9０-９ \\-－・TABＡ個人番号記枝国保電話〒+()円]{0,60}") {
        let mut last_end = 0;
        for found in detect(&text) {
            prop_assert!(text.get(found.range.clone()).is_some());
            prop_assert!(found.range.start >= last_end);
            last_end = found.range.end;
        }
    }
}
