//! What is retained personal data, and what the Order takes out of it (法16条4項; 政令5条).

use jiff::civil::{Date, date};

use crate::listed::listed;
use crate::statute::{Article, Law};

const ORDER: Article = Article::of(Law::AppiOrder, 5);
/// Until this day data to be erased within six months was no retained personal data.
const SIX_MONTHS_UNTIL: Date = date(2022, 3, 31);

listed! {
    /// A case in which knowing of the data's existence does harm.
    pub enum Exclusion in "law::request::Exclusion" {
        Danger => ("danger", "本人又は第三者の生命、身体又は財産に危害が及ぶおそれ", "danger to life, body or property", ORDER.item(1)),
        Wrongdoing => ("wrongdoing", "違法又は不当な行為を助長し、又は誘発するおそれ", "it helps or invites wrongdoing", ORDER.item(2)),
        StateSecurity => ("state_security", "国の安全が害されるおそれ", "harm to state security", ORDER.item(3)),
        CrimePrevention => ("crime_prevention", "犯罪の予防、鎮圧又は捜査に支障", "hindrance to crime prevention", ORDER.item(4)),
    }
}

/// How an operator holds personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// Whether the operator may disclose, correct and erase it on its own authority; an entrusted party may not.
    pub has_authority: bool,
    /// Whether it is erased within six months.
    pub is_short_lived: bool,
    /// A case of the Order, if one applies.
    pub exclusion: Option<Exclusion>,
}

/// Whether data is retained personal data, as of a day (法16条4項; 政令5条; the six-month rule ended on 2022-03-31).
///
/// ```
/// use jiff::civil::date;
/// use law::request::{Holding, is_retained};
/// let held = Holding { has_authority: true, is_short_lived: true, exclusion: None };
/// assert!(is_retained(held, date(2022, 4, 1)));
/// assert!(!is_retained(held, date(2022, 3, 31)));
/// ```
#[must_use]
pub fn is_retained(holding: Holding, as_of: Date) -> bool {
    let is_too_short = holding.is_short_lived && as_of <= SIX_MONTHS_UNTIL;
    holding.has_authority && !is_too_short && holding.exclusion.is_none()
}
