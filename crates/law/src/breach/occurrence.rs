//! What counts as a leak, a loss or damage, and what does not (GL 3-5-1).

use crate::statute::{Article, Law};
use crate::text::Text;

/// What happened to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occurrence {
    /// 漏えい: it flowed outside.
    Leak,
    /// 滅失: its content was lost.
    Loss,
    /// 毀損: it was changed, or became unusable.
    Damage,
}

/// A circumstance that may take a case out of the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Circumstance {
    /// All was recovered before a third party saw it.
    RecoveredUnseen,
    /// The operator meant to provide it.
    IntendedProvision,
    /// The same content exists elsewhere.
    ContentElsewhere,
    /// It was deleted for a proper reason.
    ProperDeletion,
}

impl Occurrence {
    /// Whether the case still counts under the circumstance (GL 3-5-1-2 to 3-5-1-4).
    ///
    /// Data taken by ransomware is a leak as well, whatever copies exist.
    ///
    /// ```
    /// use law::breach::occurrence::{Circumstance, Occurrence};
    /// assert!(!Occurrence::Leak.counts_despite(Circumstance::RecoveredUnseen));
    /// assert!(Occurrence::Leak.counts_despite(Circumstance::ContentElsewhere));
    /// ```
    #[must_use]
    pub const fn counts_despite(self, circumstance: Circumstance) -> bool {
        !matches!(
            (self, circumstance),
            (Self::Leak, Circumstance::RecoveredUnseen | Circumstance::IntendedProvision)
                | (Self::Loss, Circumstance::ContentElsewhere | Circumstance::ProperDeletion)
                | (Self::Damage, Circumstance::ContentElsewhere)
        )
    }

    /// The word and its section (GL 3-5-1).
    ///
    /// ```
    /// assert_eq!(law::breach::occurrence::Occurrence::Loss.name().0.ja, "滅失");
    /// ```
    #[must_use]
    pub const fn name(self) -> (Text, Article) {
        match self {
            Self::Leak => {
                (Text::fixed("漏えい", "leak"), Article::section(Law::Guideline, "3-5-1-2"))
            }
            Self::Loss => {
                (Text::fixed("滅失", "loss"), Article::section(Law::Guideline, "3-5-1-3"))
            }
            Self::Damage => {
                (Text::fixed("毀損", "damage"), Article::section(Law::Guideline, "3-5-1-4"))
            }
        }
    }
}
