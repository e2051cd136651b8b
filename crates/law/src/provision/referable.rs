//! Personally referable information that a recipient takes as personal data (法31条; 規則26–29条).

use super::{Basis, Recipient};
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
    /// One of the exceptions of 27条1項各号, if it applies.
    pub exception: Option<Basis>,
}

impl ReferablePlan {
    /// Whether article 31 asks for a confirmation: taken as personal data, and no exception of 27条1項 (法31条1項).
    ///
    /// ```
    /// use law::provision::{Basis, ReferablePlan};
    /// let taken = ReferablePlan { is_taken_as_personal_data: true, ..ReferablePlan::default() };
    /// assert!(taken.needs_confirmation());
    /// assert!(!ReferablePlan { exception: Some(Basis::Statute), ..taken }.needs_confirmation());
    /// ```
    #[must_use]
    pub const fn needs_confirmation(self) -> bool {
        let is_excepted = match self.exception {
            Some(basis) => basis.is_exception(),
            None => false,
        };
        self.is_taken_as_personal_data && !is_excepted
    }
}

pub(super) fn decide(plan: ReferablePlan, recipient: &Recipient) -> (Vec<Step>, Vec<Finding>) {
    if let Some(basis) = plan.exception.filter(|basis| basis.is_exception()) {
        let name = basis.name();
        let text = Text::new(
            format!("27条1項の「{}」に当たるため、31条の確認は要らない", name.ja),
            format!("an exception of article 27(1), so article 31 asks for nothing: {}", name.en),
        );
        return (vec![Step::new(text, &[REFERABLE, basis.article()])], Vec::new());
    }
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
