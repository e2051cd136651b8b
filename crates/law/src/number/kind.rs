//! The kinds of numbers, with name, form and source.

mod table;

use self::table::row;
use crate::statute::{Article, Confidence};
use crate::text::Text;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberKind {
    /// 個人番号.
    MyNumber,
    /// 法人番号.
    CorporateNumber,
    /// 適格請求書発行事業者の登録番号.
    InvoiceNumber,
    /// 運転免許証番号.
    DriverLicense,
    /// 基礎年金番号.
    BasicPension,
    /// 雇用保険被保険者番号.
    EmploymentInsurance,
    /// 住民票コード.
    ResidentRecord,
    /// 旅券番号.
    Passport,
    /// 在留カード番号, 特別永住者証明書番号.
    ResidenceCard,
    /// 健康保険の保険者番号.
    HealthInsurer,
    /// 国民健康保険の保険者番号.
    NationalHealthInsurer,
    /// 後期高齢者医療の保険者番号.
    ElderlyInsurer,
    /// 後期高齢者医療の被保険者番号.
    ElderlyInsured,
    /// 介護保険の保険者番号.
    CareInsurer,
    /// 介護保険の被保険者番号.
    CareInsured,
    /// 公費負担者番号.
    PublicPayer,
    /// 公費負担医療の受給者番号.
    PublicRecipient,
    /// 被保険者等記号・番号・枝番 of health insurance.
    InsuredSymbol,
    /// クレジットカード番号.
    PaymentCard,
    /// 銀行の口座番号 with bank and branch code.
    BankAccount,
    /// ゆうちょ銀行の記号・番号.
    PostalAccount,
    /// 郵便番号.
    PostalCode,
    /// 電話番号.
    Telephone,
}

impl NumberKind {
    /// All kinds.
    pub const ALL: [Self; 23] = [
        Self::MyNumber,
        Self::CorporateNumber,
        Self::InvoiceNumber,
        Self::DriverLicense,
        Self::BasicPension,
        Self::EmploymentInsurance,
        Self::ResidentRecord,
        Self::Passport,
        Self::ResidenceCard,
        Self::HealthInsurer,
        Self::NationalHealthInsurer,
        Self::ElderlyInsurer,
        Self::ElderlyInsured,
        Self::CareInsurer,
        Self::CareInsured,
        Self::PublicPayer,
        Self::PublicRecipient,
        Self::InsuredSymbol,
        Self::PaymentCard,
        Self::BankAccount,
        Self::PostalAccount,
        Self::PostalCode,
        Self::Telephone,
    ];

    /// The kind's key in commands and JSON (the article is on the kind).
    ///
    /// ```
    /// assert_eq!(law::number::NumberKind::MyNumber.key(), "my-number");
    /// ```
    #[must_use]
    pub fn key(self) -> &'static str {
        row(self).key
    }

    /// The kind of a key (the article is on the kind).
    ///
    /// ```
    /// use law::number::NumberKind;
    /// assert_eq!(NumberKind::from_key("postal-code"), Some(NumberKind::PostalCode));
    /// ```
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind's name (the article is on the kind).
    ///
    /// ```
    /// assert_eq!(law::number::NumberKind::ResidenceCard.name().ja, "在留カード番号");
    /// ```
    #[must_use]
    pub fn name(self) -> Text {
        row(self).name.clone()
    }

    /// The form in words (the article is on the kind).
    ///
    /// ```
    /// assert_eq!(law::number::NumberKind::MyNumber.form().en, "12 digits");
    /// ```
    #[must_use]
    pub fn form(self) -> Text {
        row(self).form.clone()
    }

    /// Where the form is written; practice where no text is known that fixes it.
    ///
    /// ```
    /// assert_eq!(law::number::NumberKind::MyNumber.article().to_string(), "平成26年総務省令85号5条");
    /// ```
    #[must_use]
    pub fn article(self) -> Article {
        row(self).article
    }

    /// How sure the form is (the article is on the kind).
    ///
    /// ```
    /// use law::{Confidence, number::NumberKind};
    /// assert_eq!(NumberKind::Passport.form_confidence(), Confidence::Unverified);
    /// ```
    #[must_use]
    pub fn form_confidence(self) -> Confidence {
        row(self).form_confidence
    }

    /// How sure the rule of the check digit is (the article is on the kind).
    ///
    /// ```
    /// use law::{Confidence, number::NumberKind};
    /// assert_eq!(NumberKind::DriverLicense.check_confidence(), Confidence::Unverified);
    /// ```
    #[must_use]
    pub fn check_confidence(self) -> Confidence {
        row(self).check_confidence
    }

    /// Words near which such a number is to be expected, as they stand in documents (the article is on the kind).
    ///
    /// ```
    /// assert!(law::number::NumberKind::MyNumber.context_words().contains(&"マイナンバー"));
    /// ```
    #[must_use]
    pub fn context_words(self) -> &'static [&'static str] {
        row(self).words
    }

    /// How many characters at the end a masked number shows (the article is on the kind).
    ///
    /// ```
    /// assert_eq!(law::number::NumberKind::MyNumber.visible_tail(), 0);
    /// ```
    #[must_use]
    pub const fn visible_tail(self) -> usize {
        match self {
            Self::CorporateNumber | Self::InvoiceNumber | Self::PostalCode => usize::MAX,
            Self::DriverLicense | Self::PaymentCard | Self::Telephone => 4,
            Self::BankAccount | Self::PostalAccount => 3,
            Self::Passport | Self::ResidenceCard => 2,
            _ => 0,
        }
    }
}
