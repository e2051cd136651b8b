//! Acquisition, use and notice of purpose: where consent or notice is needed, and the closed lists of exceptions (法18–21条).

mod lists;
mod minors;

use jiff::civil::Date;

pub use self::lists::{
    AcquisitionException, Condition, NoticeException, Publisher, SpecialCare, UseException,
};
pub use self::minors::{Consenter, consenter, minor_consent};
use crate::reasoning::Finding;
use crate::statute::{Article, Law, not_held};
use crate::text::Text;

/// How personal information is acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AcquisitionWay {
    /// In writing from the person, on paper or on a web page (直接書面).
    DirectWriting,
    /// In another way.
    Other,
}

/// On what an act rests that needs consent: consent itself, or exceptions with the condition that some carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reliance<E> {
    /// Whether the person consented beforehand.
    pub is_consented: bool,
    /// The exceptions that are said to apply.
    pub exceptions: Vec<E>,
    /// Whether consent is hard to obtain, or would hinder, as the exception wants it.
    pub is_condition_met: bool,
}

impl<E> Default for Reliance<E> {
    fn default() -> Self {
        Self { is_consented: false, exceptions: Vec::new(), is_condition_met: false }
    }
}

/// Whether special care-required information may be acquired, as of a day (法20条2項; GL 3-3-2).
///
/// Taking it in writing or orally from the person directly counts as consent under the guideline; a regulation may ask for more.
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{AcquisitionException, Reliance, acquire_special_care};
/// let statute = Reliance { exceptions: vec![AcquisitionException::Statute], ..Reliance::default() };
/// assert!(acquire_special_care(&statute, date(2026, 4, 1)).is_empty());
/// assert_eq!(acquire_special_care(&Reliance::default(), date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn acquire_special_care(
    reliance: &Reliance<AcquisitionException>,
    as_of: Date,
) -> Vec<Finding> {
    let message = Text::fixed(
        "要配慮個人情報の取得には、あらかじめ本人の同意が要ります(20条2項各号に当たる場合を除く)",
        "special care-required information needs the person's consent beforehand, unless an item of article 20(2) applies",
    );
    let missing = Finding::block("consent", message, Article::of(Law::Appi, 20).paragraph(2));
    relied_on(reliance, |it| (it.condition(), it.article()), missing, as_of)
}

/// Whether personal information may be used beyond its purpose, as of a day (法18条1項・3項).
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{Reliance, use_beyond_purpose};
/// let consented = Reliance { is_consented: true, ..Reliance::default() };
/// assert!(use_beyond_purpose(&consented, date(2026, 4, 1)).is_empty());
/// ```
#[must_use]
pub fn use_beyond_purpose(reliance: &Reliance<UseException>, as_of: Date) -> Vec<Finding> {
    let message = Text::fixed(
        "利用目的の達成に必要な範囲を超えるには、あらかじめ本人の同意が要ります(18条3項各号に当たる場合を除く)",
        "use beyond the purpose needs the person's consent beforehand, unless an item of article 18(3) applies",
    );
    let missing = Finding::block("consent", message, Article::of(Law::Appi, 18).paragraph(1));
    relied_on(reliance, |it| (it.condition(), it.article()), missing, as_of)
}

/// Whether information taken over with a business may be used beyond the purpose it had there (法18条2項・3項).
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{Reliance, use_after_succession};
/// assert_eq!(use_after_succession(&Reliance::default(), date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn use_after_succession(reliance: &Reliance<UseException>, as_of: Date) -> Vec<Finding> {
    let message = Text::fixed(
        "承継前の利用目的を超えるには、あらかじめ本人の同意が要ります(18条3項各号に当たる場合を除く)",
        "use beyond the purpose before the succession needs the person's consent beforehand, unless an item of article 18(3) applies",
    );
    let missing = Finding::block("consent", message, Article::of(Law::Appi, 18).paragraph(2));
    relied_on(reliance, |it| (it.condition(), it.article()), missing, as_of)
}

/// What speaks against the way of acquiring or using: wrongful means, or use that invites wrongdoing (法19条, 20条1項).
///
/// ```
/// use law::consent::{Conduct, improper_conduct};
/// assert!(improper_conduct(Conduct::default()).is_empty());
/// assert_eq!(improper_conduct(Conduct { invites_wrongdoing: true, ..Conduct::default() }).len(), 1);
/// ```
#[must_use]
pub fn improper_conduct(conduct: Conduct) -> Vec<Finding> {
    let wrongful = conduct.is_by_wrongful_means.then(|| {
        let message = Text::fixed(
            "偽りその他不正の手段により個人情報を取得してはなりません",
            "personal information must not be acquired by deceit or other wrongful means",
        );
        Finding::block("wrongful_means", message, Article::of(Law::Appi, 20).paragraph(1))
    });
    let inviting = conduct.invites_wrongdoing.then(|| {
        let message = Text::fixed(
            "違法又は不当な行為を助長し、又は誘発するおそれがある方法で利用してはなりません",
            "it must not be used in a way that could encourage or induce unlawful or unjust acts",
        );
        Finding::block("invites_wrongdoing", message, Article::of(Law::Appi, 19))
    });
    wrongful.into_iter().chain(inviting).collect()
}

/// How information is acquired and used, as far as the Act forbids ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conduct {
    /// Acquired by deceit or other wrongful means.
    pub is_by_wrongful_means: bool,
    /// Used in a way that could encourage or induce unlawful or unjust acts.
    pub invites_wrongdoing: bool,
}

/// Whether a changed purpose is told: it is notified or published, unless an item of 21条4項 applies (法21条3項・4項).
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{NoticeException, notify_changed_purpose};
/// let now = date(2026, 4, 1);
/// assert_eq!(notify_changed_purpose(false, &[], now).len(), 1);
/// assert!(notify_changed_purpose(false, &[NoticeException::Evident], now).is_empty());
/// ```
#[must_use]
pub fn notify_changed_purpose(
    is_told: bool,
    exceptions: &[NoticeException],
    as_of: Date,
) -> Vec<Finding> {
    let message = Text::fixed(
        "変更した利用目的を、本人に通知するか公表してください",
        "notify the persons of the changed purpose, or publish it",
    );
    let finding = Finding::block("purpose_told", message, Article::of(Law::Appi, 21).paragraph(3));
    let is_excused = exceptions.iter().any(|exception| *exception != NoticeException::Urgent);
    needed(is_told || is_excused, finding, as_of)
}

/// Consent, or an exception whose condition is met; where only the condition is open, that is what is said.
fn relied_on<E: Copy>(
    reliance: &Reliance<E>,
    limits: impl Fn(E) -> (Option<Condition>, Article),
    missing: Finding,
    as_of: Date,
) -> Vec<Finding> {
    let conditions = || reliance.exceptions.iter().map(|it| limits(*it));
    let is_carried = conditions().any(|(needed, _)| needed.is_none() || reliance.is_condition_met);
    if reliance.is_consented || is_carried {
        return needed(true, missing, as_of);
    }
    let open: Vec<Finding> = conditions()
        .filter_map(|(condition, article)| {
            let name = condition?.name();
            let message = Text::new(
                format!("この例外は「{}」ときに限ります", name.ja),
                format!("this exception holds only where {}", name.en),
            );
            Some(Finding::block("condition_met", message, article))
        })
        .collect();
    if open.is_empty() { needed(false, missing, as_of) } else { open }
}

/// Whether the purpose is told in time (法21条1項・2項・4項): beforehand in direct writing, otherwise promptly unless published.
///
/// The urgent case excuses direct writing only.
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{AcquisitionWay, NoticeException, notify_purpose};
/// let found = notify_purpose(AcquisitionWay::Other, false, &[NoticeException::Urgent], date(2026, 4, 1));
/// assert_eq!(found.len(), 1);
/// ```
#[must_use]
pub fn notify_purpose(
    way: AcquisitionWay,
    is_told: bool,
    exceptions: &[NoticeException],
    as_of: Date,
) -> Vec<Finding> {
    let counts = |exception: &NoticeException| {
        way == AcquisitionWay::DirectWriting || *exception != NoticeException::Urgent
    };
    let (message, paragraph) = match way {
        AcquisitionWay::DirectWriting => (
            Text::fixed(
                "書面で直接取得するときは、あらかじめ利用目的を明示してください",
                "state the purpose beforehand when taking it in writing from the person",
            ),
            2,
        ),
        AcquisitionWay::Other => (
            Text::fixed(
                "取得したら、速やかに利用目的を通知するか公表してください(公表済みなら不要)",
                "after acquisition, notify or publish the purpose promptly, unless it is already published",
            ),
            1,
        ),
    };
    let finding =
        Finding::block("purpose_told", message, Article::of(Law::Appi, 21).paragraph(paragraph));
    needed(is_told || exceptions.iter().any(counts), finding, as_of)
}

fn needed(is_met: bool, finding: Finding, as_of: Date) -> Vec<Finding> {
    let article = Article::whole(Law::Appi);
    let outside = not_held(as_of).map(|text| Finding::warn("as_of", text, article));
    let outside = outside.map(Finding::into_unverified);
    outside.into_iter().chain((!is_met).then_some(finding)).collect()
}
