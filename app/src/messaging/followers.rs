//! Card of a question: the colleagues who follow it, and the button to follow it or no longer.

use backend::messaging::{Conversation, Followers};
use domain::{path, siren::Siren};
use leptos::prelude::*;

use super::server::{FollowQuestion, UnfollowQuestion};
use crate::{
    forms::{Endpoint, Form},
    ui::{Card, Submit, Variant},
};

pub(super) fn card(conversation: &Conversation, followers: Followers, siren: Siren) -> impl IntoView + use<> {
    let Followers { others, includes_reader } = followers;
    let you = includes_reader.then(|| view! { <li>"Vous"</li> });
    let others = others.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    let has_some = includes_reader || !others.is_empty();
    let list = if has_some {
        view! { <ul>{you} {others}</ul> }.into_any()
    } else {
        view! { <p class="muted">"Personne ne suit cette question."</p> }.into_any()
    };
    let (action, label) = match includes_reader {
        true => (UnfollowQuestion::ACTION, "Ne plus suivre"),
        false => (FollowQuestion::ACTION, "Suivre cette question"),
    };
    let (id, page) = (conversation.id.to_string(), path::question(conversation.id));
    view! {
        <Card title="Suivie par">
            {list}
            <p class="small muted">
                "Ces personnes sont prévenues de chaque étape, sur le portail et par courriel selon leurs choix de messages."
            </p>
            <Form action page siren=Some(siren)>
                <input type="hidden" name="question" value=id/>
                <Submit variant=Variant::Secondary>{label}</Submit>
            </Form>
        </Card>
    }
}
