//! What a person is told about each doubt: the one place of these words, in both languages.

use regulation::Text;

use super::{DoubtCode as Code, Finding};
use crate::target::TargetField;

/// The message of a finding in a field.
pub(crate) fn message(finding: &Finding, field: Option<&TargetField>) -> Text {
    if let Some(words) = &finding.words {
        return words.clone();
    }
    let label = field.map(|field| field.label.clone()).unwrap_or_default();
    let ja = japanese(finding.code, &label.ja, &finding.detail);
    let en = english(finding.code, label.get(regulation::Language::En), &finding.detail);
    Text::new(ja, en)
}

fn japanese(code: Code, label: &str, detail: &str) -> String {
    match code {
        Code::Missing => format!("「{label}」がありません。"),
        Code::FilledFromAbove => format!("{detail}行目の内容を補いました。"),
        Code::DittoUnclear => {
            format!("「{detail}」が何を指すか分かりません。内容を書いてください。")
        }
        Code::Formula => "数式のセルです。最後に計算された値を使います。".to_owned(),
        Code::FormulaWithoutValue => {
            "数式の計算結果が保存されていません。Excelで開いて保存し直すか、値を書いてください。"
                .to_owned()
        }
        Code::ErrorValue => format!("セルがエラー（{detail}）です。値を書いてください。"),
        Code::HiddenRow => "Excelで非表示の行です。取り込んでよいか確かめてください。".to_owned(),
        Code::Note => format!("表の下に注記があります：{detail}"),
        Code::OddCharacters => {
            format!("外字や文字化けの文字があります（{detail}）。正しい文字に直してください。")
        }
        Code::DateUnreadable | Code::DateIncomplete | Code::DateOdd => {
            format!("「{detail}」を日付として確かめてください。")
        }
        Code::DateSerial => format!("数値{detail}をExcelの日付として読みました。"),
        Code::NumberUnreadable => format!("「{detail}」を数として読めません。"),
        Code::NumberOutOfRange => format!("{detail}は範囲の外です。"),
        Code::NumberEstimated => {
            format!("「{detail}」はおおよその数です。確かな数を書いてください。")
        }
        Code::NumberUnknown => format!("「{label}」が「{detail}」です。数を調べて書いてください。"),
        Code::ChoiceUnknown => format!("「{detail}」は選択肢にありません。"),
        Code::ChoiceGuessed => format!("「{detail}」と読みました。合っているか確かめてください。"),
        Code::Remark => format!("「{detail}」は値に入りません。必要なら別の項目に書いてください。"),
        Code::TooMany => format!("「{detail}」は一つに決まりません。一つを選んでください。"),
        _ => japanese_people(code, label, detail),
    }
}

fn japanese_people(code: Code, label: &str, detail: &str) -> String {
    match code {
        Code::MemberUnknown => {
            format!("「{detail}」に当たる人も部署も名簿にありません。氏名を書いてください。")
        }
        Code::MemberAmbiguous => {
            format!("「{detail}」に当たる人が一人に決まりません。氏名を書いてください。")
        }
        Code::MemberUnitOnly => {
            format!("「{detail}」は部署です。「{label}」には氏名を書いてください。")
        }
        Code::MemberResolved => format!("「{detail}」を今の名簿で氏名に直しました。"),
        Code::UnitUnknown => format!("「{detail}」という部署がありません。"),
        Code::OfficeUnknown => format!("「{detail}」という役割がありません。"),
        Code::KanaUnclear => format!("「{detail}」はカナの読みではありません。"),
        Code::MailInvalid => format!("「{detail}」はメールアドレスの形ではありません。"),
        Code::PhoneInvalid => format!("「{detail}」は電話番号の形ではありません。"),
        Code::YesNoUnclear => format!("「{detail}」が「はい」か「いいえ」か分かりません。"),
        Code::TooLong => format!("「{label}」は{detail}文字までです。短くしてください。"),
        Code::Vague => format!(
            "「{detail}」では目的が具体的に分かりません。何のために使うかを書いてください。"
        ),
        Code::Duplicate => format!("{detail}行目と同じものです。"),
        Code::LeadingZeros => {
            format!("「{detail}」は先頭の0が落ちたものとして、登録済みの番号に読みました。")
        }
        Code::Namesake => {
            format!("同じ氏名の人が名簿にいます（{detail}）。別の人か確かめてください。")
        }
        Code::UnitCut => {
            format!("部署を「{detail}」と区切って読みました。合っているか確かめてください。")
        }
        _ => format!("「{detail}」を確かめてください。"),
    }
}

fn english(code: Code, label: &str, detail: &str) -> String {
    match code {
        Code::Missing => format!("\"{label}\" is missing."),
        Code::FilledFromAbove => format!("Filled from row {detail}."),
        Code::DittoUnclear => format!("It is not clear what \"{detail}\" refers to. Write it out."),
        Code::Formula => "A formula: its last computed value is used.".to_owned(),
        Code::FormulaWithoutValue => {
            "The formula has no stored result. Open and save the file in Excel, or write the value."
                .to_owned()
        }
        Code::ErrorValue => format!("The cell holds an error ({detail}). Write the value."),
        Code::HiddenRow => {
            "The row is hidden in Excel. Check whether it should be imported.".to_owned()
        }
        Code::Note => format!("A note under the table says: {detail}"),
        Code::OddCharacters => {
            format!("There are private or broken characters ({detail}). Replace them.")
        }
        Code::DateUnreadable | Code::DateIncomplete | Code::DateOdd => {
            format!("Check \"{detail}\" as a date.")
        }
        Code::DateSerial => format!("The number {detail} was read as an Excel date."),
        Code::NumberUnreadable => format!("\"{detail}\" cannot be read as a number."),
        Code::NumberOutOfRange => format!("{detail} is out of range."),
        Code::NumberEstimated => format!("\"{detail}\" is an estimate. Write the exact number."),
        Code::NumberUnknown => format!("\"{label}\" is \"{detail}\". Find out the number."),
        Code::ChoiceUnknown => format!("\"{detail}\" is not among the choices."),
        Code::ChoiceGuessed => format!("Read as \"{detail}\". Check whether that is right."),
        Code::Remark => format!(
            "\"{detail}\" does not fit in the value. Write it in another field if it matters."
        ),
        Code::TooMany => format!("\"{detail}\" is more than one. Choose one."),
        _ => english_people(code, label, detail),
    }
}

fn english_people(code: Code, label: &str, detail: &str) -> String {
    match code {
        Code::MemberUnknown => {
            format!("No member or unit is called \"{detail}\". Write the names.")
        }
        Code::MemberAmbiguous => {
            format!("\"{detail}\" may be more than one person. Write the full name.")
        }
        Code::MemberUnitOnly => format!("\"{detail}\" is a unit. \"{label}\" asks for names."),
        Code::MemberResolved => {
            format!("\"{detail}\" was turned into names by today's member list.")
        }
        Code::UnitUnknown => format!("There is no unit \"{detail}\"."),
        Code::OfficeUnknown => format!("There is no office \"{detail}\"."),
        Code::KanaUnclear => format!("\"{detail}\" is not a reading in kana."),
        Code::MailInvalid => format!("\"{detail}\" is not a mail address."),
        Code::PhoneInvalid => format!("\"{detail}\" is not a telephone number."),
        Code::YesNoUnclear => format!("\"{detail}\" is neither yes nor no."),
        Code::TooLong => format!("\"{label}\" takes {detail} characters at most. Shorten it."),
        Code::Vague => {
            format!("\"{detail}\" does not say a purpose. Write what the data is used for.")
        }
        Code::Duplicate => format!("The same as row {detail}."),
        Code::LeadingZeros => {
            format!("\"{detail}\" was read as the known number: leading zeros seem to be lost.")
        }
        Code::Namesake => format!(
            "The list has somebody of the same name ({detail}). Check whether it is another person."
        ),
        Code::UnitCut => format!("The unit was read as \"{detail}\". Check whether that is right."),
        _ => format!("Check \"{detail}\"."),
    }
}
