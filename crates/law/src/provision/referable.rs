//! Personally referable information that a recipient takes as personal data (法31条; 規則26–29条).

use super::Recipient;
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law};
use crate::text::Text;

const REFERABLE: Article = Article::of(Law::Appi, 31).paragraph(1);

/// A provision of personally referable information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReferablePlan {
    /// Whether the recipient is expected to take it as personal data.
    pub is_taken_as_personal_data: bool,
    /// Whether it was confirmed that the person's consent was obtained.
    pub is_consent_confirmed: bool,
    /// Whether it was confirmed that the information for a foreign recipient was given.
    pub is_information_confirmed: bool,
}

pub(super) fn decide(plan: ReferablePlan, recipient: &Recipient) -> (Vec<Step>, Vec<Finding>) {
    if !plan.is_taken_as_personal_data {
        let text = Text::fixed(
            "提供先が個人データとして取得することが想定されないため、31条の確認は要らない",
            "the recipient is not expected to take it as personal data, so article 31 asks for nothing",
        );
        return (vec![Step::new(text, &[REFERABLE])], Vec::new());
    }
    let text = Text::fixed(
        "提供先が個人データとして取得する個人関連情報。本人の同意の確認と記録が要る",
        "personally referable information taken as personal data: confirm consent and record it",
    );
    let mut findings = Vec::new();
    if !plan.is_consent_confirmed {
        let message = Text::fixed(
            "本人の同意が得られていることを、提供先の申告などで確認してください。サイトへの掲示だけでは同意になりません",
            "confirm by the recipient's statement or the like that the person consented; a mere notice on a site is no consent",
        );
        findings.push(Finding::block("referable.consent_confirmed", message, REFERABLE.item(1)));
    }
    if matches!(recipient, Recipient::Foreign(foreign) if foreign.needs_foreign_consent())
        && !plan.is_information_confirmed
    {
        let message = Text::fixed(
            "外国にある第三者への提供について、本人に情報が提供されたことを確認してください",
            "confirm that the person was told about the foreign recipient before consent",
        );
        findings.push(Finding::block(
            "referable.information_confirmed",
            message,
            REFERABLE.item(2),
        ));
    }
    (vec![Step::new(text, &[REFERABLE, Article::of(Law::AppiRules, 26)])], findings)
}
