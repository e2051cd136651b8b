//! Cases that the guideline on records reads out of the duty. They are from memory, so they warn and exempt nothing here.

use crate::listed::listed;
use crate::reasoning::Step;
use crate::statute::{Article, Law};
use crate::text::Text;

const GUIDELINE: Article = Article::whole(Law::RecordGuideline);

listed! {
    /// A case that is read as no provision, or as no receipt of personal data.
    pub enum Interpretation in "law::provision::record::Interpretation" {
        ByPerson => ("by_person", "本人による提供(SNSの投稿など)", "the person provides it, as on a social network", GUIDELINE),
        OnBehalf => ("on_behalf", "本人に代わる提供", "provision on the person's behalf", GUIDELINE),
        Household => ("household", "本人の代理人、家族など本人と一体とみられる者への提供", "to a representative or family, one with the person", GUIDELINE),
        NotPersonalData => ("not_personal_data", "受領者にとって個人データでない", "no personal data for the receiver", GUIDELINE),
        MereViewing => ("mere_viewing", "閲覧するだけで受領しない", "mere viewing without receipt", GUIDELINE),
    }
}

impl Interpretation {
    /// What to make of the case: a person decides, the record stays required here (確認・記録義務編; unverified).
    ///
    /// ```
    /// use law::provision::record::Interpretation;
    /// assert!(Interpretation::MereViewing.to_step().text.ja.ends_with("(未確認)"));
    /// ```
    #[must_use]
    pub fn to_step(self) -> Step {
        let name = self.name();
        let text = Text::new(
            format!(
                "「{}」は記録義務がないと解されている。当てはまるかは人が判断し、迷うなら記録する",
                name.ja
            ),
            format!(
                "{}: read as exempt from recording; a person decides, and in doubt it is recorded",
                name.en
            ),
        );
        Step::unverified(text, &[self.article()])
    }
}
