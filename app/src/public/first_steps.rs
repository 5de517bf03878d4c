use domain::path;
use leptos::prelude::*;

use crate::page::{self, Page};

/// A step of the tutorial, with a picture that `cargo xtask test --images` draws.
struct Step {
    title: &'static str,
    text: &'static str,
    /// Page where the step is done.
    link: (&'static str, &'static str),
    /// File in `public/`, and its description for those who do not see it.
    picture: (&'static str, &'static str),
}

const STEPS: [Step; 5] = [
    Step {
        title: "Créer et activer votre compte",
        text: "Le compte est personnel\u{a0}: chaque collaborateur crée le sien. Remplissez le formulaire d’inscription, puis \
               ouvrez le lien reçu par courriel et saisissez l’identifiant et le mot de passe que vous venez de choisir.",
        link: (path::REGISTRATION, "Créer un compte"),
        picture: (
            "/premiers-pas-inscription.png",
            "Le formulaire d’inscription, qui commence par l’identifiant et le mot de passe.",
        ),
    },
    Step {
        title: "Vous connecter",
        text: "Saisissez votre identifiant et votre mot de passe. À la première connexion sur un appareil, un code vous est \
               envoyé par courriel. Dans votre espace personnel, vous pouvez ajouter une application d’authentification ou une \
               clé d’accès.",
        link: (path::SIGN_IN, "Se connecter"),
        picture: (
            "/premiers-pas-connexion.png",
            "La page de connexion\u{a0}: identifiant ou adresse de courriel, et mot de passe.",
        ),
    },
    Step {
        title: "Rattacher vos comptes et choisir l’entreprise",
        text: "Rattachez le compte que vous avez déjà à la douane, aux impôts, à l’Urssaf ou à net-entreprises\u{a0}: vos \
               habilitations s’appliquent alors sur le portail. Choisissez ensuite, par son SIREN, l’entreprise pour laquelle \
               vous travaillez.",
        link: (path::LINKS, "Rattacher un compte"),
        picture: (
            "/premiers-pas-rattachement.png",
            "La page «\u{a0}Mes rattachements\u{a0}»\u{a0}: le compte de la douane est rattaché.",
        ),
    },
    Step {
        title: "Suivre vos échéances et ouvrir les téléservices",
        text: "Le tableau de bord réunit ce que l’entreprise doit et a payé. De là, vous payez une créance et vous ouvrez les \
               téléservices auxquels vous avez droit, sans vous identifier de nouveau.",
        link: (path::DASHBOARD, "Ouvrir le tableau de bord"),
        picture: (
            "/premiers-pas-tableau-de-bord.png",
            "Le tableau de bord d’une entreprise fictive\u{a0}: ce qui est payé, à payer et en retard, et la messagerie.",
        ),
    },
    Step {
        title: "Écrire au bon service",
        text: "Dans la messagerie, choisissez le sujet de votre question\u{a0}: le portail connaît le service compétent, demande \
               ce dont il a besoin et vous remet un accusé de réception. La réponse arrive au même endroit.",
        link: (path::NEW_QUESTION, "Poser une question"),
        picture: (
            "/premiers-pas-question.png",
            "L’étape «\u{a0}Formulaire\u{a0}» d’une demande d’échéancier, avec les créances à cocher.",
        ),
    },
];

/// `/aide/premiers-pas`: tutorial for new users.
#[component]
pub fn FirstStepsPage() -> impl IntoView {
    page::static_page(|| {
        let steps = STEPS.iter().zip(1..).map(|(step, number)| view_step(step, number)).collect_view();
        view! {
            <Page
                title="Premiers pas"
                lead="De la création du compte à la première question posée à la douane, en cinq étapes. Les images montrent une \
                      entreprise fictive."
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
                wide=true
            >
                <ol class="first-steps">{steps}</ol>
            </Page>
        }
    })
}

fn view_step(step: &Step, number: usize) -> impl IntoView + use<> {
    let Step { title, text, link: (href, label), picture: (file, alt) } = *step;
    view! {
        <li class="first-steps__step">
            <div class="stack">
                <h2>{format!("{number}. {title}")}</h2>
                <p>{text}</p>
                <p><a href=href>{label}</a></p>
            </div>
            <img class="first-steps__picture" src=file alt=alt width="960" height="600" loading="lazy"/>
        </li>
    }
}
