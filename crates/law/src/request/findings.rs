//! What speaks against the way in which a request is to be handled.

use super::{RefusalGround, Request};
use crate::reasoning::Finding;
use crate::statute::{Article, Law, not_held};
use crate::text::Text;

/// Everything that speaks against the plan, in the order in which a request is handled.
pub(super) fn of(request: &Request) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(identity_finding(request));
    findings.extend(fee_finding(request));
    findings.extend(ground_findings(request));
    findings.extend(refusal_findings(request));
    findings.extend(outside_force(request));
    findings
}

// LAW: 37条4項. No undue burden: what is asked for must not exceed what is held.
fn identity_finding(request: &Request) -> Option<Finding> {
    let message = Text::fixed(
        "本人確認に、保有していない情報まで求めています。保有している範囲に合わせてください",
        "the identity check asks for more than is held of the person; keep it to what is held",
    );
    request.is_identity_beyond_held.then(|| {
        Finding::block("identity_beyond_held", message, Article::of(Law::Appi, 37).paragraph(4))
    })
}

// LAW: 38条. A fee only for the notice of purpose and for disclosure, within real cost and made known.
fn fee_finding(request: &Request) -> Option<Finding> {
    let fee_yen = request.fee_yen.filter(|fee| *fee > 0)?;
    let rule = Article::of(Law::Appi, 38);
    if request.kind.is_fee_allowed() {
        let message = Text::new(
            format!("手数料{fee_yen}円は実費を勘案した合理的な額とし、あらかじめ知らせてください"),
            format!(
                "the fee of {fee_yen} yen must be reasonable in view of real cost and made known beforehand"
            ),
        );
        return Some(Finding::note("fee_yen", message, rule.paragraph(2)));
    }
    let name = request.kind.name();
    let message = Text::new(
        format!(
            "「{}」に手数料は取れません。手数料を取れるのは利用目的の通知と開示だけです",
            name.ja
        ),
        format!(
            "no fee may be charged for: {}; only for the notice of purpose and for disclosure",
            name.en
        ),
    );
    Some(Finding::block("fee_yen", message, rule.paragraph(1)))
}

/// Says when a ground that the person gives belongs to another kind of request.
fn ground_findings(request: &Request) -> Vec<Finding> {
    let misplaced = request.grounds.iter().filter(|ground| !ground.fits(request.kind));
    let kind = request.kind.name();
    misplaced
        .map(|ground| {
            let name = ground.name();
            let message = Text::new(
                format!("「{}」は「{}」を求める理由ではありません。別の種類の請求でないか確かめてください", name.ja, kind.ja),
                format!("\"{}\" is no ground for: {}; see whether another kind of request is meant", name.en, kind.en),
            );
            Finding::warn("grounds", message, ground.article())
        })
        .collect()
}

fn refusal_findings(request: &Request) -> Vec<Finding> {
    let Some(refusal) = request.refusal else { return Vec::new() };
    let (ground, kind) = (refusal.ground.name(), request.kind.name());
    let mut findings = Vec::new();
    if !refusal.ground.fits(request.kind) {
        let message = Text::new(
            format!("「{}」は「{}」を拒む理由になりません", ground.ja, kind.ja),
            format!("\"{}\" is no ground to refuse: {}", ground.en, kind.en),
        );
        findings.push(Finding::block("refusal", message, request.kind.article()));
    }
    if refusal.ground == RefusalGround::Procedure && !request.is_procedure_fixed {
        let message = Text::fixed(
            "受付方法を定めていないため、どの方法の請求も有効です",
            "no procedure has been fixed, so a request in any form is valid",
        );
        let article = Article::of(Law::Appi, 37).paragraph(1);
        findings.push(Finding::block("procedure_fixed", message, article));
    }
    let is_grounded = request.grounds.iter().any(|ground| ground.fits(request.kind));
    if refusal.ground == RefusalGround::NoGround && is_grounded {
        let message = Text::fixed(
            "本人が法定の理由を挙げています。調べたうえで、理由がないことを確かめてください",
            "the person gives a ground of the Act; investigate before finding that there is none",
        );
        findings.push(Finding::warn("refusal", message, request.kind.article()));
    }
    // LAW: telling the result is a duty; explaining the reason is to be tried.
    if !refusal.is_told {
        let message = Text::fixed(
            "応じない旨を、遅滞なく本人に通知してください",
            "tell the person without delay that it is refused",
        );
        findings.push(Finding::block("told", message, request.kind.telling_article()));
    }
    if !refusal.is_explained {
        let message = Text::fixed(
            "応じない理由の説明に努めてください",
            "try to explain the reason of the refusal",
        );
        findings.push(Finding::warn("explained", message, request.kind.explaining_article()));
    }
    findings
}

fn outside_force(request: &Request) -> Option<Finding> {
    let article = Article::of(Law::Appi, 33);
    not_held(request.as_of).map(|text| Finding::warn("as_of", text, article).into_unverified())
}
