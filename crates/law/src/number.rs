//! Numbers that identify people, firms, accounts and places: read, normalized, checked, masked, and found in a text.
//!
//! A number is a personal value: nothing here writes it into an error or a `Debug` output. A check digit that no primary text
//! fixes can warn and never makes a number invalid.

pub mod character;
pub mod check;
mod code;
pub mod detect;
mod error;
mod form;
pub mod kind;

use std::fmt;

pub use self::character::{Asking, Character, CodePart, PropertyDamage};
pub use self::code::IdentificationCode;
pub use self::detect::{Detection, Likelihood, detect};
pub use self::error::NumberError;
pub use self::form::normalize;
pub use self::kind::NumberKind;
use crate::reasoning::Step;
use crate::statute::Confidence;
use crate::text::Text;

/// A number in normal form, of a kind it has the form of.
///
/// ```
/// use law::number::{Number, NumberKind};
/// let number = Number::parse(NumberKind::MyNumber, "１２３４-５６７８-９０１８")?;
/// assert_eq!(number.normalized(), "123456789018");
/// assert_eq!(format!("{number:?}"), "Number(my-number, ************)");
/// # Ok::<(), law::number::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    kind: NumberKind,
    normalized: String,
}

/// What the check digit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckDigit {
    /// It fits.
    Fits,
    /// The number has none that is public.
    None,
    /// It does not fit a rule that a primary text fixes: the number is wrong.
    Wrong,
    /// It does not fit an unofficial rule: a person should look, the number may be right.
    Doubtful,
}

impl Number {
    /// Reads a number of a kind: width, case, dashes and spaces do not matter (the article of the form is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::PostalCode, "〒100－0001")?.formatted(), "100-0001");
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    ///
    /// # Errors
    /// [`NumberError`], naming the length or form that is allowed; the number itself is not repeated.
    pub fn parse(kind: NumberKind, text: &str) -> Result<Self, NumberError> {
        form::parse(kind, text).map(|normalized| Self { kind, normalized })
    }

    /// The kind it was read as (the article is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::PostalCode, "1000001")?.kind(), NumberKind::PostalCode);
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> NumberKind {
        self.kind
    }

    /// The number itself, half width without marks. Mind where it goes (the article is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::Telephone, "+81 3-1234-5678")?.normalized(), "0312345678");
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn normalized(&self) -> &str {
        &self.normalized
    }

    /// The number as people write it, with its hyphens (the article is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::BasicPension, "1234567890")?.formatted(), "1234-567890");
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn formatted(&self) -> String {
        form::formatted(self.kind, &self.normalized)
    }

    /// The number with all but a harmless tail hidden; My Number and what may not be asked for are hidden whole (番号法20条).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::PaymentCard, "4111 1111 1111 1111")?.masked(), "************1111");
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = self.normalized.chars().count().saturating_sub(self.kind.visible_tail());
        self.normalized
            .chars()
            .enumerate()
            .map(|(at, mark)| if at < hidden { '*' } else { mark })
            .collect()
    }

    /// What the check digit says (see [`check`] for each rule; the article is on the kind).
    ///
    /// ```
    /// use law::number::{CheckDigit, Number, NumberKind};
    /// assert_eq!(Number::parse(NumberKind::MyNumber, "123456789018")?.check_digit(), CheckDigit::Fits);
    /// assert_eq!(Number::parse(NumberKind::DriverLicense, "309012345630")?.check_digit(), CheckDigit::Doubtful);
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn check_digit(&self) -> CheckDigit {
        match (check::fits(self.kind, &self.normalized), self.kind.check_confidence()) {
            (None, _) => CheckDigit::None,
            (Some(true), _) => CheckDigit::Fits,
            (Some(false), Confidence::Confirmed) => CheckDigit::Wrong,
            (Some(false), Confidence::Unverified) => CheckDigit::Doubtful,
        }
    }

    /// Whether the number can be right: only a confirmed check digit that fails makes it wrong (the article is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// assert!(!Number::parse(NumberKind::MyNumber, "123456789012")?.is_valid());
    /// assert!(Number::parse(NumberKind::DriverLicense, "309012345630")?.is_valid());
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.check_digit() != CheckDigit::Wrong
    }

    /// How the verdict was found, without the number itself (the article is on the kind).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// let steps = Number::parse(NumberKind::MyNumber, "123456789018")?.explain();
    /// assert_eq!(steps[1].text.en, "the check digit fits");
    /// # Ok::<(), law::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> Vec<Step> {
        let (name, form) = (self.kind.name(), self.kind.form());
        let read = Text::new(
            format!("{}の形({})に合う", name.ja, form.ja),
            format!("it has the form of a {} ({})", name.en, form.en),
        );
        let source = [self.kind.article()];
        let verdict = match self.check_digit() {
            CheckDigit::Fits => Text::fixed("検査数字が合う", "the check digit fits"),
            CheckDigit::None => {
                Text::fixed("公表された検査数字はない", "there is no public check digit")
            }
            CheckDigit::Wrong => Text::fixed(
                "検査数字が合わないため、正しい番号ではない",
                "the check digit does not fit, so the number is wrong",
            ),
            CheckDigit::Doubtful => self.doubt(),
        };
        let step = |text, confidence| match confidence {
            Confidence::Confirmed => Step::new(text, &source),
            Confidence::Unverified => Step::unverified(text, &source),
        };
        let check_confidence = match self.check_digit() {
            CheckDigit::None => Confidence::Confirmed,
            _ => self.kind.check_confidence(),
        };
        let mut steps =
            vec![step(read, self.kind.form_confidence()), step(verdict, check_confidence)];
        steps.extend(self.region_step());
        steps
    }

    /// Why a misfit is no reason to refuse the number.
    const fn doubt(&self) -> Text {
        match self.kind {
            NumberKind::InvoiceNumber => Text::fixed(
                "法人番号の検査数字に合わない。法人でない事業者の登録番号なら合わなくてよい。公表サイトで確かめる",
                "the check digit of a corporate number does not fit; the number of a sole proprietor need not fit; look it up",
            ),
            _ => Text::fixed(
                "一次資料のない検査数字に合わない。書類で確かめる。番号を拒む理由にはならない",
                "a check digit that no primary text fixes does not fit; look at the document; it is no reason to refuse the number",
            ),
        }
    }

    /// Warns about a licence whose first two digits are no known office.
    fn region_step(&self) -> Option<Step> {
        let is_odd =
            self.kind == NumberKind::DriverLicense && !check::is_license_office(&self.normalized);
        let text = Text::fixed(
            "最初の2桁が公安委員会コードの表にない。書類で確かめる",
            "the first two digits are no known code of a public safety commission; look at the document",
        );
        is_odd.then(|| Step::unverified(text, &[self.kind.article()]))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Number({}, {})", self.kind.key(), self.masked())
    }
}
