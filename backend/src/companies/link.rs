//! Linking an account of a co-owner: the person proves it there (OpenID Connect), the portal never sees the password.

use domain::{
    co_owner::CoOwner,
    problem::{FieldProblem, Problem},
};
use url::Url;
use uuid::Uuid;

pub use crate::openid::BackParams as LinkBackParams;

use super::{choose, link_request, links, only_siren, store};
use crate::{
    Error, Portal,
    db::{Moment, Tx},
    flash::{self, Flash},
    history::{self, Event},
    on_tx,
    openid::OpenIdFailure,
    partners::Identity,
    secret::Token,
    session::Session,
};

/// Where the person comes back to, and the form whose flash holds what went wrong.
const LINKS_PAGE: &str = "/profil/rattachements";
const LINKS_FORM: &str = "rattachement";
/// The flash that any page shows at its top.
const NOTICE_FORM: &str = "annonce";

/// Where the browser goes after a link.
#[derive(Clone, Debug)]
pub struct LinkedBack {
    pub follow: String,
    /// The session's new secret, when the account's only company was chosen on the way.
    pub token: Option<Token>,
}

/// How a journey to the co-owner ended.
enum Outcome {
    Linked {
        account: Uuid,
    },
    /// What the person is told.
    Failed(Problem),
}

/// Begins a journey: keeps its secrets, gives the address at the co-owner.
///
/// # Errors
/// [`Error::PartnerDown`]; [`Error::NotFound`] when the co-owner is not offered or nobody is signed in.
pub async fn link_begin(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<Url, Error> {
    session.usager()?;
    if !portal.partners.offered().any(|offered| offered == co_owner) {
        return Err(Error::NotFound);
    }
    let authorization = portal.partners.begin_authorization(co_owner).await.map_err(|failure| {
        tracing::warn!(co_owner = co_owner.code(), %failure, "a link could not begin");
        Error::PartnerDown { what: co_owner.site().to_owned() }
    })?;
    link_request::keep(portal, session, co_owner, &authorization).await?;
    Ok(authorization.address)
}

/// Ends a journey: verifies what came back, links the account, fetches its rights. What went wrong is told by the page
/// of rattachements (flash), which is where the browser goes in every case.
///
/// # Errors
/// [`Error::NotFound`] for an unknown co-owner or without a signed-in session; [`Error::Busy`].
pub async fn link_back(
    portal: &Portal,
    session: &Session,
    co_owner: &str,
    params: &LinkBackParams,
) -> Result<LinkedBack, Error> {
    session.usager()?;
    let co_owner = CoOwner::from_code(co_owner).ok_or(Error::NotFound)?;
    let mut token = None;
    match end(portal, session, co_owner, params).await? {
        Outcome::Linked { account } => {
            token = choose_only(portal, session).await?;
            tell_success(portal, session, co_owner, account).await?;
        }
        Outcome::Failed(problem) => {
            let problems = vec![FieldProblem::of_form(problem)];
            let kept = Flash { form: LINKS_FORM.to_owned(), problems, ..Flash::default() };
            flash::keep(portal, session.id, &kept).await?;
        }
    }
    Ok(LinkedBack { follow: LINKS_PAGE.to_owned(), token })
}

async fn end(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    params: &LinkBackParams,
) -> Result<Outcome, Error> {
    let site = || co_owner.site().to_owned();
    let failed = || Outcome::Failed(Problem::LinkingFailed { co_owner: site() });
    let state = params.state.as_deref().unwrap_or_default();
    // Taken whatever follows: a state serves once, with its own session, account and co-owner.
    let Some(request) = link_request::take(portal, session, co_owner, state).await? else {
        return Ok(Outcome::Failed(Problem::LinkExpired { co_owner: site() }));
    };
    let (Some(code), None) = (&params.code, &params.error) else {
        tracing::info!(co_owner = co_owner.code(), "the co-owner sent the person back without a code");
        return Ok(failed());
    };
    if params.iss.as_deref().is_some_and(|issuer| !portal.partners.is_issuer(co_owner, issuer)) {
        tracing::warn!(co_owner = co_owner.code(), "a code came back from another issuer");
        return Ok(failed());
    }
    let proven =
        portal.partners.finish_authorization(co_owner, code, request.nonce, request.pkce_verifier).await;
    let identity = match proven {
        Ok(identity) => identity,
        Err(failure @ OpenIdFailure::Silent(_)) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "a link could not end");
            return Ok(Outcome::Failed(Problem::CoOwnerSilent { co_owner: site() }));
        }
        Err(failure @ OpenIdFailure::Refused(_)) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "a link was refused");
            return Ok(failed());
        }
    };
    link(portal, session, co_owner, &identity).await
}

/// Keeps the link and, when the co-owner tells them right away, the rights; else the next page asks again.
async fn link(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    identity: &Identity,
) -> Result<Outcome, Error> {
    let account = session.usager()?.account;
    let asked_at = portal.clock.now();
    let rights = portal.partners.rights(&portal.clock, co_owner, &identity.subject).await;
    let rights = rights
        .inspect_err(|failure| {
            tracing::warn!(co_owner = co_owner.code(), %failure, "rights could not be fetched at linking");
        })
        .ok();
    let mut tx = portal.db.begin().await?;
    let link = match insert(&mut tx, account, co_owner, identity, asked_at).await? {
        Ok(link) => link,
        Err(problem) => return Ok(Outcome::Failed(problem)),
    };
    if let Some(rights) = &rights {
        store::replace(&mut tx, link, rights, asked_at).await?;
    }
    history::note_by(&mut tx, asked_at, session, Event::Linked { co_owner }).await?;
    tx.commit().await?;
    tracing::info!(%account, co_owner = co_owner.code(), "linked");
    Ok(Outcome::Linked { account })
}

/// The link's row: the one already there when the same account is linked again, a problem when either side is taken.
async fn insert(
    tx: &mut Tx,
    account: Uuid,
    co_owner: CoOwner,
    identity: &Identity,
    now: Moment,
) -> Result<Result<Uuid, Problem>, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO rattachement
                 (id, account_id, co_owner, subject, name, email, linked_at, known, version, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)
             ON CONFLICT DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(co_owner.code())
        .bind(&identity.subject)
        .bind(&identity.name)
        .bind(&identity.email)
        .bind(now)
        .bind(true)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let there: Vec<(Uuid, Uuid, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, subject FROM rattachement
             WHERE co_owner = $1 AND (account_id = $2 OR subject = $3)",
        )
        .bind(co_owner.code())
        .bind(account)
        .bind(&identity.subject)
        .fetch_all(c)
        .await
    })?;
    let ours = there.iter().find(|(_, owner, _)| *owner == account);
    Ok(match ours {
        Some((id, _, subject)) if *subject == identity.subject => Ok(*id),
        // Said first: the person can do something about it here.
        Some(_) => Err(Problem::OtherAccountLinked { co_owner: co_owner.site().to_owned() }),
        None => Err(Problem::AccountLinkedElsewhere { co_owner: co_owner.site().to_owned() }),
    })
}

/// The only company of the account is chosen at once, unless one is already.
async fn choose_only(portal: &Portal, session: &Session) -> Result<Option<Token>, Error> {
    if session.siren.is_some() {
        return Ok(None);
    }
    let Some(siren) = only_siren(portal, session.usager()?.account).await? else { return Ok(None) };
    Ok(Some(choose(portal, session, siren.as_str()).await?.token))
}

async fn tell_success(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    account: Uuid,
) -> Result<(), Error> {
    let counts = links::counts(portal, account).await?;
    let rights =
        counts.iter().find(|count| count.co_owner == co_owner.code()).map_or(0, |count| count.rights);
    let site = co_owner.site();
    let notice = match rights {
        0 => format!("Votre compte {site} est rattaché. Il ne porte aucune habilitation pour le moment."),
        1 => format!("Votre compte {site} est rattaché\u{a0}: une habilitation a été reprise."),
        many => format!("Votre compte {site} est rattaché\u{a0}: {many} habilitations ont été reprises."),
    };
    let kept = Flash { form: NOTICE_FORM.to_owned(), notice: Some(notice), ..Flash::default() };
    flash::keep(portal, session.id, &kept).await
}
