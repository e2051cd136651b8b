//! The way of disclosure, and the matters that every operator makes knowable (法32条1項, 33条2項).

use jiff::civil::{Date, date};

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const KNOWABLE: Article = Article::of(Law::Appi, 32).paragraph(1);
const ORDER: Article = Article::of(Law::AppiOrder, 10);
/// Since when the person chooses the way.
const CHOICE_FROM: Date = date(2022, 4, 1);

/// A way of disclosure (規則30条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisclosureWay {
    /// An electronic record: medium, mail, download.
    Electronic,
    /// In writing.
    Paper,
    /// Another way that the operator has set.
    Other,
}

impl DisclosureWay {
    /// The key in JSON (規則30条).
    ///
    /// ```
    /// assert_eq!(law::request::DisclosureWay::Paper.key(), "paper");
    /// ```
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Electronic => "electronic",
            Self::Paper => "paper",
            Self::Other => "other",
        }
    }

    /// The way in words (規則30条).
    ///
    /// ```
    /// assert_eq!(law::request::DisclosureWay::Paper.name().ja, "書面の交付");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Electronic => Text::fixed("電磁的記録の提供", "an electronic record"),
            Self::Paper => Text::fixed("書面の交付", "in writing"),
            Self::Other => {
                Text::fixed("事業者の定める方法", "another way that the operator has set")
            }
        }
    }
}

listed! {
    /// A matter to be put where the persons can know it.
    pub enum Knowable in "law::request::Knowable" {
        Operator => ("operator", "事業者の氏名又は名称、住所、代表者の氏名", "name, address and representative of the operator", KNOWABLE.item(1)),
        Purposes => ("purposes", "すべての保有個人データの利用目的", "purposes of all retained personal data", KNOWABLE.item(2)),
        Procedure => ("procedure", "請求に応じる手続と手数料", "procedures and fee of requests", KNOWABLE.item(3)),
        Safety => ("safety", "安全管理のために講じた措置", "measures taken for security", ORDER.item(1), from date(2022, 4, 1)),
        Complaints => ("complaints", "苦情の申出先", "where to complain", ORDER.item(2)),
        AccreditedBody => ("accredited_body", "認定個人情報保護団体の名称と苦情の申出先(対象事業者のとき)", "accredited organization, if a member of one", ORDER.item(3)),
    }
}

/// The way in which data is disclosed: as asked, or in writing where that is too costly or hard, which is then told (法33条2項・3項; 規則30条).
///
/// Before 2022-04-01 writing was the rule.
///
/// ```
/// use jiff::civil::date;
/// use law::request::{DisclosureWay, disclosure_way};
/// assert_eq!(disclosure_way(DisclosureWay::Electronic, false, date(2026, 4, 1)), DisclosureWay::Electronic);
/// assert_eq!(disclosure_way(DisclosureWay::Electronic, true, date(2026, 4, 1)), DisclosureWay::Paper);
/// ```
#[must_use]
pub fn disclosure_way(asked: DisclosureWay, is_too_hard: bool, as_of: Date) -> DisclosureWay {
    if is_too_hard || as_of < CHOICE_FROM { DisclosureWay::Paper } else { asked }
}

/// The matters that are not knowable yet; an accredited body only where the operator belongs to one (法32条1項; 政令10条).
///
/// ```
/// use jiff::civil::date;
/// use law::request::{Knowable, unknowable};
/// let told = [Knowable::Operator, Knowable::Purposes, Knowable::Procedure, Knowable::Complaints];
/// assert_eq!(unknowable(&told, false, date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn unknowable(told: &[Knowable], has_accredited_body: bool, as_of: Date) -> Vec<Finding> {
    let applies = |matter: &Knowable| *matter != Knowable::AccreditedBody || has_accredited_body;
    let open = Knowable::in_force(as_of).into_iter().filter(|matter| !told.contains(matter));
    let open = open.filter(applies);
    open.map(|matter| {
        let name = matter.name();
        let message = Text::new(
            format!("「{}」を本人の知り得る状態に置いてください", name.ja),
            format!("put where the persons can know it: {}", name.en),
        );
        Finding::block("knowable", message, matter.article())
    })
    .collect()
}
