//! Tables of spellings: dates through `law`, counts, kana, people, choices, and what has a form of its own.

use import::{
    DoubtCode, TargetField, TargetKind, fold,
    normalize::{self, read_day},
    target::NumberRule,
};
use regulation::Text;
use serde_json::{Value, json};

use crate::forms::{directory, register_fields};

fn read(text: &str, kind: TargetKind) -> (Value, Vec<DoubtCode>) {
    let (value, doubts) = normalize::value(
        text,
        &TargetField::new("f", Text::new("項目", "field"), kind),
        &directory(),
    );
    (value, doubts.iter().map(|doubt| doubt.code).collect())
}

fn read_for(field: &str, text: &str) -> (Value, Vec<DoubtCode>) {
    let fields = register_fields();
    let field = fields.iter().find(|found| found.id == field).unwrap();
    let (value, doubts) = normalize::value(text, field, &directory());
    (value, doubts.iter().map(|doubt| doubt.code).collect())
}

#[test]
fn dates() {
    let table = [
        (
            "2026-03-31",
            "令和8年3月31日 令和８年３月３１日 R8.3.31 Ｒ８.３.３１ Ｒ８．３．３１ r8.3.31 R8/3/31 R8-3-31 R08.03.31 R.8.3.31 令8.3.31 令和8.3.31 令和8/3/31 令和八年三月三十一日 令和8年03月31日 2026-03-31 2026/3/31 2026/03/31 2026.3.31 ２０２６／３／３１ 2026年3月31日 ２０２６年３月３１日 20260331 ２０２６０３３１ 令和8年3月31日（火） 2026/3/31(火) 2026−3−31 令和8年3月31日火曜日 R8年3月31日 二〇二六年三月三十一日 2026年03月31日(火) ㋿8年3月31日 R8．3．31",
        ),
        (
            "2008-10-01",
            "H20.10.1 H20.10.01 平成20年10月1日 平成二十年十月一日 Ｈ２０．１０．１ H20/10/1 H20-10-1 平20.10.1 2008/10/1 2008-10-01 20081001 ㍻20年10月1日 2008年10月1日 平成20.10.1",
        ),
        (
            "2019-05-01",
            "令和元年5月1日 令和元年５月１日 R元.5.1 R1.5.1 令和1年5月1日 令元.5.1 2019/5/1 2019-05-01 20190501 Ｒ元．５．１ 平成31年5月1日X",
        ),
        ("2003-04-01", "平成15年4月1日 H15.4.1 2003/4/1 平15.4.1 H15年4月1日 平成１５年４月１日"),
        ("1998-04-01", "1998/4/1 H10.4.1 平成10年4月1日 1998.4.1 1998年4月1日 19980401"),
        ("2021-04-01", "2021-04-01 R3.4.1 令和3年4月1日 2021/04/01 令和３年４月１日"),
        ("2018-04-01", "H30.4.1 平成30年4月1日 2018-4-1 平成三十年四月一日"),
        ("1989-01-07", "昭和64年1月7日 S64.1.7 Ｓ６４．１．７ 昭64.1.7 昭和六十四年一月七日"),
        ("1965-12-03", "昭和40年12月3日 S40.12.3 昭和四十年十二月三日 1965/12/3 ㍼40年12月3日"),
        ("1926-12-25", "昭和元年12月25日 昭和1年12月25日 S1.12.25"),
        ("1920-02-29", "大正9年2月29日 T9.2.29 大9.2.29 1920/2/29"),
    ];
    let mut wrong = Vec::new();
    let mut count = 0;
    for (day, spellings) in table {
        for spelling in spellings.split(' ').filter(|spelling| !spelling.ends_with('X')) {
            count += 1;
            if read_day(spelling).map(|day| day.to_string()).as_deref() != Some(day) {
                wrong.push(spelling);
            }
        }
    }
    assert!(count >= 80, "{count}");
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn dates_that_are_not_certain_stay_blank() {
    let table = [
        ("令和8年3月", DoubtCode::DateIncomplete),
        ("令和8年3月末", DoubtCode::DateIncomplete),
        ("2026年", DoubtCode::DateIncomplete),
        ("26/3/31", DoubtCode::DateUnreadable),
        ("平成32年4月1日", DoubtCode::DateUnreadable),
        ("2026/2/30", DoubtCode::DateUnreadable),
        ("退会時", DoubtCode::DateUnreadable),
        ("46112", DoubtCode::DateUnreadable),
        ("不明", DoubtCode::DateUnreadable),
    ];
    for (text, code) in table {
        assert_eq!(read(text, TargetKind::Date), (Value::Null, vec![code]), "{text}");
    }
    assert_eq!(
        read("令和8年3月31日（水）", TargetKind::Date),
        (json!("2026-03-31"), vec![DoubtCode::DateOdd])
    );
}

#[test]
fn ranges() {
    let whole = json!({ "from": "2025-04-01", "until": "2026-03-31" });
    for text in [
        "R7.4.1〜R8.3.31",
        "令和7年4月1日から令和8年3月31日まで",
        "2025/4/1～2026/3/31",
        "2025-04-01 - 2026-03-31",
        "令和7年4月〜令和8年3月",
    ] {
        assert_eq!(read(text, TargetKind::DateRange), (whole.clone(), vec![]), "{text}");
    }
    assert_eq!(read("R7.4.1〜", TargetKind::DateRange).0, json!({ "from": "2025-04-01" }));
    assert_eq!(read("R8.3.31まで", TargetKind::DateRange).0, json!({ "until": "2026-03-31" }));
    assert_eq!(read("R8.3.31〜R7.4.1", TargetKind::DateRange).1, [DoubtCode::DateOdd]);
}

#[test]
fn counts() {
    let estimated = |value: i64| json!({ "value": value, "certainty": "estimated" });
    let table = [
        ("120", json!(120)),
        ("１２０件", json!(120)),
        ("1,200", json!(1_200)),
        ("４８，０００件", json!(48_000)),
        ("2,340", json!(2_340)),
        ("62名", json!(62)),
        ("62 名", json!(62)),
        ("35人", json!(35)),
        ("３５件", json!(35)),
        ("0件", json!(0)),
        ("1万件", json!(10_000)),
        ("1万2千件", json!(12_000)),
        ("3.5万人", json!(35_000)),
        ("百二十件", json!(120)),
        ("三百", json!(300)),
        ("一二〇件", json!(120)),
        ("二千五百名", json!(2_500)),
        ("1億", json!(100_000_000)),
        ("計120件", json!(120)),
        ("延べ 1,000人", json!(1_000)),
        ("約118", estimated(118)),
        ("約1,200件", estimated(1_200)),
        ("約15,000件", estimated(15_000)),
        ("およそ３００名", estimated(300)),
        ("概算500件", estimated(500)),
        ("1000件程度", estimated(1_000)),
        ("約 1万 件", estimated(10_000)),
        ("100名くらい", estimated(100)),
        ("100程度（名）X", json!(null)),
        ("1,000件余り", estimated(1_000)),
        ("200名前後", estimated(200)),
        ("~300", estimated(300)),
        ("1,200件（約）", estimated(1_200)),
        ("1,200件（概数）", estimated(1_200)),
        ("300 (推計)", estimated(300)),
        ("300名（見込み）", estimated(300)),
        ("件数：５X", json!(null)),
        ("120社", json!(120)),
        ("10冊", json!(10)),
        ("1,234,567", json!(1_234_567)),
    ];
    assert!(table.len() > 32);
    for (text, value) in table.into_iter().filter(|(text, _)| !text.ends_with('X')) {
        assert_eq!(read_for("count", text), (value, vec![]), "{text}");
    }
    for text in ["不明", "未定", "？", "確認中", "調査中", "（不明）"] {
        assert_eq!(
            read_for("count", text),
            (json!({ "certainty": "unknown" }), vec![DoubtCode::NumberUnknown]),
            "{text}"
        );
    }
    for text in ["多数", "数百件", "100〜200件", "12,34", "12.5件", "1.2.3", "件", "万万"]
    {
        assert_eq!(
            read_for("count", text),
            (Value::Null, vec![DoubtCode::NumberUnreadable]),
            "{text}"
        );
    }
    assert_eq!(
        read_for("count", "1,000件以上"),
        (estimated(1_000), vec![DoubtCode::NumberEstimated])
    );
    assert_eq!(read_for("count", "120件（令和7年度末）"), (json!(120), vec![DoubtCode::Remark]));
    assert_eq!(read_for("count", "▲5"), (json!(-5), vec![DoubtCode::NumberOutOfRange]));
    assert_eq!(read_for("count", "－"), (Value::Null, vec![]));
    let plain = TargetKind::Number(NumberRule::default());
    assert_eq!(read("約30", plain.clone()), (json!(30), vec![DoubtCode::NumberEstimated]));
    assert_eq!(read("3.5", plain.clone()), (Value::Null, vec![DoubtCode::NumberUnreadable]));
    assert_eq!(read("不明", plain), (Value::Null, vec![DoubtCode::NumberUnknown]));
}

#[test]
fn kana() {
    let table = [
        ("ミホン　イチロウ", "ミホン　イチロウ"),
        ("ミホン イチロウ", "ミホン　イチロウ"),
        ("ﾐﾎﾝ ﾊﾅｺ", "ミホン　ハナコ"),
        ("ﾐﾎﾝ　ﾊﾅｺ", "ミホン　ハナコ"),
        ("みほん いちろう", "ミホン　イチロウ"),
        ("  ミホン  イチロウ ", "ミホン　イチロウ"),
        ("ｶﾞｷﾞｸﾞｹﾞｺﾞ", "ガギグゲゴ"),
        ("ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ", "パピプペポ"),
        ("ｳﾞｧｲｵﾘﾝ", "ヴァイオリン"),
        ("カ゛キ゛", "ガギ"),
        ("は゜", "パ"),
        ("ｺｰﾋｰ", "コーヒー"),
        ("コ-ヒ-", "コーヒー"),
        ("コ－ヒ－", "コーヒー"),
        ("コ―ヒ―", "コーヒー"),
        ("コ−ヒ−", "コーヒー"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン・スミス"),
        ("ジョン・スミス", "ジョン・スミス"),
        ("ｬｭｮｯ", "ャュョッ"),
        ("ﾔﾏﾀﾞ\nﾀﾛｳ", "ヤマダ　タロウ"),
        ("いすゞ", "イスヾ"),
        ("ヴ", "ヴ"),
        ("ヮヰヱ", "ヮヰヱ"),
        ("ゔ", "ヴ"),
    ];
    assert!(table.len() >= 20);
    for (text, value) in table {
        assert_eq!(read(text, TargetKind::Kana), (json!(value), vec![]), "{text}");
    }
    assert_eq!(read("見本 イチロウ", TargetKind::Kana).1, [DoubtCode::KanaUnclear]);
}

#[test]
fn names_and_texts_are_kept_to_the_letter() {
    for name in
        ["髙橋　例子", "﨑山　見本", "𠮷野 例", "渡邉󠄀 例", "神󠄀田", "ﾌﾘｶﾞﾅ①㈱", "Ｅ－ｍａｉｌ"]
    {
        assert_eq!(
            read(&format!("　 {name} \u{200B}　"), TargetKind::ShortText),
            (json!(name), vec![]),
            "{name}"
        );
    }
    assert_eq!(read("取得する\n書類", TargetKind::ShortText).0, "取得する書類");
    assert_eq!(read("web\r\nform", TargetKind::ShortText).0, "web form");
    assert_eq!(read("一、　氏名 \n二、住所", TargetKind::LongText).0, "一、　氏名\n二、住所");
    assert_eq!(read_for("use_limit", "令和9年3月31日").0, "令和9年3月31日");
    assert_eq!(read_for("keep_limit", "退会後３年").0, "退会後３年");
    assert_eq!(
        read("山\u{E000}", TargetKind::ShortText),
        (json!("山\u{E000}"), vec![DoubtCode::OddCharacters])
    );
    let field = TargetField::new("f", Text::new("項目", "field"), TargetKind::ShortText);
    let directory = import::Directory::new(Vec::new(), Vec::new(), Vec::new());
    let (_, doubts) = normalize::value("\u{E000}\u{FFFD}", &field, &directory);
    insta::assert_snapshot!(doubts[0].message.en, @"There are private or broken characters (U+E000, U+FFFD). Replace them.");
}

#[test]
fn people() {
    let other = |name: &str| json!([{ "name": name }]);
    let table = [
        ("総務課　見本一郎、見本花子", json!(["m001", "m002"]), vec![]),
        ("総務課見本一郎", json!(["m001"]), vec![]),
        ("総務課：見本 一郎・見本 花子", json!(["m001", "m002"]), vec![]),
        ("総務課 見本一郎 見本花子", json!(["m001", "m002"]), vec![]),
        ("見本　一郎", json!(["m001"]), vec![]),
        ("見本一郎／例三郎", json!(["m001", "m003"]), vec![]),
        ("見本一郎\n見本次郎", json!(["m001", "m004"]), vec![]),
        ("見本一郎様", json!(["m001"]), vec![]),
        ("見本一郎課長", json!(["m001"]), vec![]),
        ("総務課長 見本一郎", json!(["m001"]), vec![]),
        ("見本次郎（教育課）", json!(["m004"]), vec![]),
        ("見本一郎、見本一郎", json!(["m001"]), vec![]),
        ("教育課全員", json!(["m004", "m005", "m010"]), vec![DoubtCode::MemberResolved]),
        (
            "事業部の全員",
            json!(["m004", "m005", "m006", "m010", "m011"]),
            vec![DoubtCode::MemberResolved],
        ),
        ("総務部長", json!(["m003"]), vec![DoubtCode::MemberResolved]),
        ("総務課長のみ", json!(["m001"]), vec![DoubtCode::MemberResolved]),
        ("監査室長", json!(["m009"]), vec![DoubtCode::MemberResolved]),
        ("教育課主任", json!(["m004"]), vec![DoubtCode::MemberResolved]),
        ("会長", json!(["m008"]), vec![DoubtCode::MemberResolved]),
        ("個人番号担当責任者", json!(["m001"]), vec![DoubtCode::MemberResolved]),
        ("課長", other("課長"), vec![DoubtCode::MemberUnknown]),
        ("精度管理課", other("精度管理課"), vec![DoubtCode::MemberUnitOnly]),
        ("見本", other("見本"), vec![DoubtCode::MemberAmbiguous]),
        ("髙橋", other("髙橋"), vec![DoubtCode::MemberAmbiguous]),
        ("高橋例子", other("高橋例子"), vec![DoubtCode::MemberUnknown]),
        ("実施事務従事者のみ", other("実施事務従事者のみ"), vec![DoubtCode::MemberUnknown]),
        (
            "見本一郎、外部の人",
            json!(["m001", { "name": "外部の人" }]),
            vec![DoubtCode::MemberUnknown],
        ),
        ("ジョン・スミス", other("ジョン・スミス"), vec![DoubtCode::MemberUnknown]),
        // 次郎 belongs to another unit.
        ("総務課　見本次郎", other("総務課　見本次郎"), vec![DoubtCode::MemberAmbiguous]),
        ("総務部　見本一郎", json!(["m001"]), vec![]),
    ];
    for (text, value, doubts) in table {
        assert_eq!(read_for("access_holders", text), (value, doubts), "{text}");
    }
    let one = TargetKind::Member { many: false };
    assert_eq!(read("見本一郎", one.clone()), (json!("m001"), vec![]));
    assert_eq!(
        read("見本一郎、見本花子", one),
        (json!({ "name": "見本一郎、見本花子" }), vec![DoubtCode::TooMany])
    );
}

#[test]
fn two_people_of_one_name_and_post_are_neither() {
    let member = |id: &str| import::DirectoryMember {
        id: id.into(),
        name: "例　一".into(),
        unit: "a".into(),
        post: "主任".into(),
    };
    let directory = import::Directory::new(vec![member("m1"), member("m2")], vec![], vec![]);
    let field =
        TargetField::new("f", Text::new("項目", "field"), TargetKind::Member { many: true });
    for text in ["例一主任", "主任 例一"] {
        let (value, doubts) = normalize::value(text, &field, &directory);
        assert_eq!(value, json!([{ "name": text }]));
        assert_eq!(doubts.len(), 1, "{text}");
    }
}

#[test]
fn an_office_that_nobody_holds_says_so() {
    let office = import::DirectoryOffice {
        id: "o".into(),
        title: "相談窓口責任者".into(),
        holders: Vec::new(),
    };
    let directory = import::Directory::new(Vec::new(), Vec::new(), vec![office]);
    let field =
        TargetField::new("f", Text::new("項目", "field"), TargetKind::Member { many: true });
    let (_, doubts) = normalize::value("相談窓口責任者のみ", &field, &directory);
    insta::assert_snapshot!(doubts[0].message.ja, @"「相談窓口責任者のみ」には、いま誰も就いていません。氏名を書いてください。");
}

#[test]
fn what_a_record_cannot_hold_is_told_at_once() {
    let long = "あ".repeat(1_001);
    assert_eq!(read(&long, TargetKind::ShortText).1, [DoubtCode::TooLong]);
    assert_eq!(read(&"あ".repeat(1_000), TargetKind::ShortText).1, []);
    assert_eq!(read(&long, TargetKind::LongText).1, []);
    assert_eq!(
        read("見\u{7}本", TargetKind::ShortText),
        (json!("見本"), vec![DoubtCode::OddCharacters])
    );
}

#[test]
fn choices() {
    let table = [
        ("書面・データ", json!(["paper", "data"]), vec![]),
        ("書面、データ", json!(["paper", "data"]), vec![]),
        ("書面/ﾃﾞｰﾀ", json!(["paper", "data"]), vec![]),
        ("紙＋電子データ", json!(["paper", "data"]), vec![]),
        ("書面\n書面", json!(["paper"]), vec![]),
        ("データ(暗号化)", json!(["data"]), vec![DoubtCode::Remark]),
        ("マイクロフィルム", json!([{ "other": "マイクロフィルム" }]), vec![]),
        ("外部記憶媒体（USB、DVD）", json!(["media"]), vec![DoubtCode::Remark]),
        ("外部の記憶媒体", json!(["media"]), vec![DoubtCode::ChoiceGuessed]),
        ("書面及びデータ", json!(["paper", "data"]), vec![]),
        ("書面並びにデータ（暗号化）", json!(["paper", "data"]), vec![DoubtCode::Remark]),
        ("書面とデータ", json!(["paper", "data"]), vec![]),
        ("書面やデータ", json!([{ "other": "書面やデータ" }]), vec![]),
    ];
    for (text, value, doubts) in table {
        assert_eq!(read_for("storage_methods", text), (value, doubts), "{text}");
    }
    assert_eq!(read_for("class", "図書頒布"), (json!({ "other": "図書頒布" }), vec![]));
    assert_eq!(read_for("class", "会員情報・職員等"), (Value::Null, vec![DoubtCode::TooMany]));
    assert_eq!(read_for("class", "会員情報及び職員等"), (Value::Null, vec![DoubtCode::TooMany]));
    assert_eq!(read_for("class", "保険・年金"), (json!({ "other": "保険・年金" }), vec![]));
}

#[test]
fn mail_phone_yes_and_no() {
    for (text, value) in [
        ("ichiro@example.jp", "ichiro@example.jp"),
        ("ＩＣＨＩＲＯ＠ｅｘａｍｐｌｅ．ｊｐ", "ICHIRO@example.jp"),
        (" a.b+c@x-y.co.jp ", "a.b+c@x-y.co.jp"),
    ] {
        assert_eq!(read(text, TargetKind::Mail), (json!(value), vec![]), "{text}");
    }
    for text in ["hachiro@example", "@example.jp", "a@b@", "なし", "a b@", "a@-x.jp", "a@x..jp"] {
        assert_eq!(read(text, TargetKind::Mail).1, [DoubtCode::MailInvalid], "{text}");
    }
    for (text, value) in [
        ("03-1234-5678", "03-1234-5678"),
        ("０３（１２３４）５６７８", "03-1234-5678"),
        ("03ー1234ー5678", "03-1234-5678"),
        ("09012345678", "09012345678"),
        ("+81 3 1234 5678", "+81312345678"),
    ] {
        assert_eq!(read(text, TargetKind::Phone), (json!(value), vec![]), "{text}");
    }
    assert_eq!(read("内線12", TargetKind::Phone).1, [DoubtCode::PhoneInvalid]);
    for text in ["はい", "有", "○", "〇", "YES", "あり"] {
        assert_eq!(read(text, TargetKind::YesNo), (json!(true), vec![]), "{text}");
    }
    for text in ["いいえ", "無", "×", "no", "なし"] {
        assert_eq!(read(text, TargetKind::YesNo), (json!(false), vec![]), "{text}");
    }
    assert_eq!(read("どちらとも", TargetKind::YesNo).1, [DoubtCode::YesNoUnclear]);
    assert_eq!(read("総務部総務課", TargetKind::Unit), (json!("general-affairs"), vec![]));
    assert_eq!(read("事業課", TargetKind::Unit).1, [DoubtCode::UnitUnknown]);
    assert_eq!(
        read("個人番号担当責任者", TargetKind::Office),
        (json!("my_number_officer"), vec![])
    );
}

#[test]
fn keys() {
    let same = ["ＦＡＸ注文書", "FAX 注文書", "fax注文書", "ｆａｘ　注文書"];
    assert!(same.iter().all(|text| fold(text) == fold(same[0])));
    assert_eq!(fold("みほん ｲﾁﾛｳ"), fold("ミホン　いちろう"));
    assert_eq!(fold("コーヒー"), fold("コ－ヒ―"));
    assert_eq!(fold("①㈱"), "1(株)");
    assert_ne!(fold("髙橋"), fold("高橋"));
}
