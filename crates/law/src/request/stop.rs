//! The grounds on which a person may ask an operator to stop (法35条).

use jiff::civil::date;

use super::RequestKind;
use crate::listed::listed;
use crate::statute::{Article, Law};

const fn appi(paragraph: u16) -> Article {
    Article::of(Law::Appi, 35).paragraph(paragraph)
}

listed! {
    /// A ground of a request to stop use, to erase, or to stop provision.
    pub enum StopGround in "law::request::StopGround" {
        BeyondPurpose => ("beyond_purpose", "目的外利用(18条違反)", "use beyond the purpose (article 18)", appi(1)),
        WrongfulUse => ("wrongful_use", "不適正な利用(19条違反)", "improper use (article 19)", appi(1), from date(2022, 4, 1)),
        WrongfulAcquisition => ("wrongful_acquisition", "不正な取得(20条違反)", "wrongful acquisition (article 20)", appi(1)),
        WrongfulProvision => ("wrongful_provision", "違法な第三者提供(27条1項、28条違反)", "unlawful provision (articles 27(1) and 28)", appi(3)),
        NoLongerNeeded => ("no_longer_needed", "利用する必要がなくなった", "it is no longer needed", appi(5), from date(2022, 4, 1)),
        BreachEvent => ("breach_event", "26条1項の漏えい等の事態が生じた", "a breach of article 26(1) has occurred", appi(5), from date(2022, 4, 1)),
        RightsAtRisk => ("rights_at_risk", "本人の権利又は正当な利益が害されるおそれ", "the person's rights or legitimate interests may be harmed", appi(5), from date(2022, 4, 1)),
    }
}

impl StopGround {
    /// Whether a request of the kind can rest on the ground (法35条1項, 3項, 5項).
    ///
    /// ```
    /// use law::request::{RequestKind, StopGround};
    /// assert!(StopGround::BeyondPurpose.fits(RequestKind::Erasure));
    /// assert!(!StopGround::BeyondPurpose.fits(RequestKind::CeaseProvision));
    /// ```
    #[must_use]
    pub const fn fits(self, kind: RequestKind) -> bool {
        match self {
            Self::BeyondPurpose | Self::WrongfulUse | Self::WrongfulAcquisition => {
                matches!(kind, RequestKind::CeaseUse | RequestKind::Erasure)
            }
            Self::WrongfulProvision => matches!(kind, RequestKind::CeaseProvision),
            Self::NoLongerNeeded | Self::BreachEvent | Self::RightsAtRisk => matches!(
                kind,
                RequestKind::CeaseUse | RequestKind::Erasure | RequestKind::CeaseProvision
            ),
        }
    }
}
