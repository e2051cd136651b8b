//! Who asks, with which papers, and what may be asked for to see that it is them (政令12条, 13条; GL 3-8-7).

use jiff::civil::{Date, date};

use crate::reasoning::Step;
use crate::statute::{Article, Dated, Law};
use crate::text::Text;

/// Who makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Requester {
    /// The data subject.
    #[default]
    Person,
    /// The legal representative of a minor or an adult ward (政令13条1号).
    LegalRepresentative,
    /// An agent by mandate (政令13条2号).
    Mandatary,
}

/// Where the identity is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// At the desk.
    Visit,
    /// Online.
    Online,
    /// By telephone.
    Phone,
    /// By post or fax.
    Post,
}

/// A paper that an agent shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub name: Text,
    /// Where it is written.
    pub article: Article,
}

/// A way to see that a person is who they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityPaper {
    /// What it is, and what to hide on it.
    pub name: Text,
    /// Where.
    pub channel: Channel,
}

const fn paper(name: Text, channel: Channel) -> IdentityPaper {
    IdentityPaper { name, channel }
}

const ALWAYS: Date = date(2022, 4, 1);

// LAW: no health insurance card has been issued since 2024-12-02, and the last lost effect on 2025-12-01.
static PAPERS: [Dated<IdentityPaper>; 15] = [
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed("運転免許証(本籍は隠す)", "driver licence (registered domicile hidden)"),
            Channel::Visit,
        ),
    ),
    Dated::since(
        date(2024, 12, 2),
        paper(
            Text::fixed(
                "資格確認書(保険者番号・記号・番号は隠す)",
                "eligibility certificate (insurer and insured numbers hidden)",
            ),
            Channel::Visit,
        ),
    ),
    Dated::between(
        ALWAYS,
        date(2025, 12, 1),
        paper(
            Text::fixed(
                "健康保険の被保険者証(保険者番号・記号・番号は隠す)",
                "health insurance card (insurer and insured numbers hidden)",
            ),
            Channel::Visit,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(Text::fixed("個人番号カードの表面", "front of the My Number card"), Channel::Visit),
    ),
    Dated::since(ALWAYS, paper(Text::fixed("旅券", "passport"), Channel::Visit)),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed(
                "在留カード又は特別永住者証明書",
                "residence card or special permanent resident certificate",
            ),
            Channel::Visit,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed(
                "年金手帳(基礎年金番号は隠す)",
                "pension book (basic pension number hidden)",
            ),
            Channel::Visit,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed("印鑑証明書と実印", "seal certificate and registered seal"),
            Channel::Visit,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed("登録済みのIDとパスワード", "registered ID and password"),
            Channel::Online,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed("公的個人認証による電子署名", "public personal authentication"),
            Channel::Online,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed(
                "登録情報(生年月日など)の確認",
                "registered data such as the date of birth",
            ),
            Channel::Phone,
        ),
    ),
    Dated::since(ALWAYS, paper(Text::fixed("コールバック", "call back"), Channel::Phone)),
    Dated::since(
        ALWAYS,
        paper(Text::fixed("公的書類の写し", "copy of a public document"), Channel::Post),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed("書類の住所への書留郵便", "registered mail to the address on the document"),
            Channel::Post,
        ),
    ),
    Dated::since(
        ALWAYS,
        paper(
            Text::fixed(
                "住民票の写し(本籍・個人番号は隠す)",
                "resident record copy (domicile and My Number hidden)",
            ),
            Channel::Post,
        ),
    ),
];

impl Requester {
    /// What an agent shows beside the identity check (政令13条; GL 3-8-7).
    ///
    /// ```
    /// use law::request::Requester;
    /// assert!(Requester::Person.papers().is_empty());
    /// assert_eq!(Requester::Mandatary.papers()[0].name.ja, "委任状");
    /// ```
    #[must_use]
    pub fn papers(self) -> Vec<Paper> {
        let article = Article::of(Law::AppiOrder, 13);
        match self {
            Self::Person => Vec::new(),
            Self::LegalRepresentative => vec![
                Paper {
                    name: Text::fixed(
                        "戸籍謄本又は住民票(親権者)",
                        "family register or resident record (parent)",
                    ),
                    article: article.item(1),
                },
                Paper {
                    name: Text::fixed(
                        "登記事項証明書(成年後見人)",
                        "certificate of registered matters (guardian)",
                    ),
                    article: article.item(1),
                },
            ],
            Self::Mandatary => vec![Paper {
                name: Text::fixed("委任状", "power of attorney"),
                article: article.item(2),
            }],
        }
    }
}

impl Paper {
    /// The paper as a step of an explanation (政令13条).
    ///
    /// ```
    /// use law::request::Requester;
    /// assert_eq!(Requester::Mandatary.papers()[0].to_step().text.en, "to be shown: power of attorney");
    /// ```
    #[must_use]
    pub fn to_step(&self) -> Step {
        let text = Text::new(
            format!("提示を受ける書類: {}", self.name.ja),
            format!("to be shown: {}", self.name.en),
        );
        Step::new(text, &[self.article])
    }
}

/// Ways of checking the identity over a channel, as of a day (政令12条; GL 3-8-7). What is asked must not exceed what is held.
///
/// ```
/// use jiff::civil::date;
/// use law::request::{Channel, identity_papers};
/// let now = identity_papers(Channel::Visit, date(2026, 4, 1));
/// assert!(now.iter().any(|paper| paper.name.ja.starts_with("資格確認書")));
/// assert!(!now.iter().any(|paper| paper.name.ja.starts_with("健康保険")));
/// ```
#[must_use]
pub fn identity_papers(channel: Channel, as_of: Date) -> Vec<&'static IdentityPaper> {
    PAPERS
        .iter()
        .filter(|entry| entry.holds_on(as_of) && entry.value.channel == channel)
        .map(|entry| &entry.value)
        .collect()
}
