//! What follows a breach of the Act (法148条, 178–185条).

use jiff::civil::{Date, date};

use crate::statute::{Article, Dated, Law};
use crate::text::Text;

/// A sanction with the article that sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Where it is written.
    pub article: Article,
    /// For what.
    pub offense: Text,
    /// How much at most.
    pub penalty: Text,
}

const CURRENT_FROM: Date = date(2022, 4, 1);
/// Since this day prison terms are 拘禁刑 and no longer 懲役.
const CONFINEMENT_FROM: Date = date(2025, 6, 1);
const BEFORE_CONFINEMENT: Date = date(2025, 5, 31);

const fn sanction(article: u16, offense: Text, penalty: Text) -> Sanction {
    Sanction { article: Article::of(Law::Appi, article), offense, penalty }
}

const ORDER_BROKEN: Text = Text::fixed("命令違反", "breach of an order");
const DATABASE_STOLEN: Text = Text::fixed(
    "不正な利益を図る目的での個人情報データベース等の提供・盗用",
    "providing or stealing a database for wrongful gain",
);

static SANCTIONS: [Dated<Sanction>; 8] = [
    Dated::since(
        CURRENT_FROM,
        sanction(
            148,
            Text::fixed("法令の違反", "breach of the Act"),
            Text::fixed("勧告、命令、公表", "recommendation, order, publication"),
        ),
    ),
    Dated::between(
        CURRENT_FROM,
        BEFORE_CONFINEMENT,
        sanction(
            178,
            ORDER_BROKEN,
            Text::fixed(
                "1年以下の懲役又は100万円以下の罰金",
                "prison up to 1 year or a fine up to 1,000,000 yen",
            ),
        ),
    ),
    Dated::since(
        CONFINEMENT_FROM,
        sanction(
            178,
            ORDER_BROKEN,
            Text::fixed(
                "1年以下の拘禁刑又は100万円以下の罰金",
                "confinement up to 1 year or a fine up to 1,000,000 yen",
            ),
        ),
    ),
    Dated::between(
        CURRENT_FROM,
        BEFORE_CONFINEMENT,
        sanction(
            179,
            DATABASE_STOLEN,
            Text::fixed(
                "1年以下の懲役又は50万円以下の罰金",
                "prison up to 1 year or a fine up to 500,000 yen",
            ),
        ),
    ),
    Dated::since(
        CONFINEMENT_FROM,
        sanction(
            179,
            DATABASE_STOLEN,
            Text::fixed(
                "1年以下の拘禁刑又は50万円以下の罰金",
                "confinement up to 1 year or a fine up to 500,000 yen",
            ),
        ),
    ),
    Dated::since(
        CURRENT_FROM,
        sanction(
            182,
            Text::fixed(
                "委員会への報告をせず又は虚偽の報告",
                "no report or a false report to the Commission",
            ),
            Text::fixed("50万円以下の罰金", "a fine up to 500,000 yen"),
        ),
    ),
    Dated::since(
        CURRENT_FROM,
        sanction(
            184,
            Text::fixed(
                "法人の業務としての178条・179条の違反",
                "articles 178 and 179 in the business of a corporation",
            ),
            Text::fixed("1億円以下の罰金", "a fine up to 100,000,000 yen"),
        ),
    ),
    Dated::since(
        CURRENT_FROM,
        sanction(
            185,
            Text::fixed("受領時の確認に対する虚偽", "lying to a receiver's check"),
            Text::fixed("10万円以下の過料", "an administrative fine up to 100,000 yen"),
        ),
    ),
];

/// The sanctions in force on a day (法178–185条); none are known here before 2022-04-01.
///
/// ```
/// use jiff::civil::date;
/// let now = law::breach::sanction::sanctions(date(2026, 4, 1));
/// assert!(now.iter().any(|sanction| sanction.penalty.ja.contains("拘禁刑")));
/// assert_eq!(now.len(), 6);
/// ```
#[must_use]
pub fn sanctions(as_of: Date) -> Vec<&'static Sanction> {
    SANCTIONS.iter().filter(|entry| entry.holds_on(as_of)).map(|entry| &entry.value).collect()
}
