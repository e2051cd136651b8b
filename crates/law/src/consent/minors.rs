//! Who consents for a minor. The ages are from the Commission's Q&A and unverified: they warn only.

use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

/// Who gives consent for a minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consenter {
    /// The person alone.
    Person,
    /// The person or the legal representative, as the child understands the matter.
    Either,
    /// The legal representative.
    Representative,
}

/// Who consents for a person of that age, in years (GL 2-16; the ages are from the Commission's Q&A and unverified).
///
/// ```
/// use law::consent::{Consenter, consenter};
/// assert_eq!(consenter(10), Consenter::Representative);
/// assert_eq!(consenter(14), Consenter::Either);
/// assert_eq!(consenter(16), Consenter::Person);
/// ```
#[must_use]
pub const fn consenter(age_years: u8) -> Consenter {
    match age_years {
        0..=11 => Consenter::Representative,
        12..=15 => Consenter::Either,
        _ => Consenter::Person,
    }
}

/// What to mind when a minor gives consent; it warns only, for the ages are unverified (GL 2-16).
///
/// ```
/// use law::consent::minor_consent;
/// assert!(minor_consent(10, false).is_some());
/// assert!(minor_consent(10, true).is_none());
/// assert!(minor_consent(20, false).is_none());
/// ```
#[must_use]
pub fn minor_consent(age_years: u8, by_representative: bool) -> Option<Finding> {
    if by_representative {
        return None;
    }
    let message = match consenter(age_years) {
        Consenter::Person => return None,
        Consenter::Either => Text::fixed(
            "12歳から15歳の本人の同意です。内容を理解できるか、法定代理人の同意が要るかを確かめてください",
            "consent of a person aged 12 to 15: see whether the child understands it or the representative must consent",
        ),
        Consenter::Representative => Text::fixed(
            "12歳未満の本人です。法定代理人の同意を得てください",
            "the person is under 12: obtain the legal representative's consent",
        ),
    };
    Some(
        Finding::warn("age_years", message, Article::section(Law::Guideline, "2-16"))
            .into_unverified(),
    )
}
