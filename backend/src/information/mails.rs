//! Mails of the mailing list.

use domain::{
    path,
    rich_text::{self, Block, Inline},
};
use platform::{letter, secret::Token};

use super::letter::Letter;
use crate::Portal;

/// Asks a visitor to confirm the subscription, or says that the address is subscribed already.
#[derive(Clone, Debug)]
pub(super) struct SubscriptionLetter {
    pub address: String,
    pub is_subscribed: bool,
    pub link: String,
}
letter!(
    SubscriptionLetter,
    "abonnement-infos-douane",
    "mail/abonnement.txt",
    "mail/abonnement.html",
    |letter| match letter.is_subscribed {
        true => "Vous êtes déjà abonné aux lettres Infos Douane",
        false => "Confirmez votre abonnement aux lettres Infos Douane",
    }
);

/// A letter for one subscriber.
#[derive(Clone, Debug)]
pub(super) struct InfosDouaneLetter {
    subject: String,
    blocks: Vec<Block>,
    /// The letter without marks.
    text: String,
    /// Page that ends the subscription; empty for a trial.
    unsubscription: String,
    /// Address for mail programs that do so by one POST; empty for a trial.
    one_click: String,
}
letter!(
    InfosDouaneLetter,
    "lettre-infos-douane",
    "mail/lettre.txt",
    "mail/lettre.html",
    |letter| letter.subject.clone(),
    unsubscribe: |letter| letter.one_click.clone()
);

/// Returns the mail of a letter for a subscriber. `token`: ends the subscription.
pub(super) fn for_subscriber(portal: &Portal, letter: &Letter, token: &Token) -> InfosDouaneLetter {
    let token = token.expose();
    InfosDouaneLetter {
        unsubscription: portal.link(&path::unsubscription_link(token)),
        one_click: portal.link(&path::one_click_unsubscription(token)),
        ..trial(portal, letter)
    }
}

/// Returns the mail of a letter for its editor.
pub(super) fn trial(portal: &Portal, letter: &Letter) -> InfosDouaneLetter {
    let blocks = with_absolute_links(portal, rich_text::blocks(&letter.body));
    InfosDouaneLetter {
        subject: letter.subject.clone(),
        text: blocks.iter().map(block_text).collect::<Vec<_>>().join("\n\n"),
        blocks,
        unsubscription: String::new(),
        one_click: String::new(),
    }
}

fn with_absolute_links(portal: &Portal, mut blocks: Vec<Block>) -> Vec<Block> {
    let lines = blocks.iter_mut().flat_map(|block| match block {
        Block::Paragraph(line) => std::slice::from_mut(line),
        Block::Heading(_) => &mut [],
        Block::List(items) | Block::Steps(items) => items.as_mut_slice(),
    });
    for inline in lines.flatten() {
        if let Inline::Link { address, .. } = inline
            && address.starts_with('/')
        {
            *address = portal.link(address);
        }
    }
    blocks
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(line) => line_text(line),
        Block::Heading(title) => title.clone(),
        Block::List(items) => {
            items.iter().map(|item| format!("- {}", line_text(item))).collect::<Vec<_>>().join("\n")
        }
        Block::Steps(items) => {
            let steps = (1..).zip(items).map(|(number, item)| format!("{number}. {}", line_text(item)));
            steps.collect::<Vec<_>>().join("\n")
        }
    }
}

fn line_text(line: &[Inline]) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Link { label, address } => format!("{label} ({address})"),
        inline => inline.text().to_owned(),
    };
    line.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| SubscriptionLetter {
            address: text.clone(),
            is_subscribed: false,
            link: text,
        });
        assert_texts_stay_text(|text| InfosDouaneLetter {
            subject: "Lettre".to_owned(),
            blocks: vec![
                Block::Paragraph(vec![Inline::Text(text.clone()), Inline::Bold(text.clone())]),
                Block::List(vec![vec![Inline::Link { label: text.clone(), address: text.clone() }]]),
            ],
            text: text.clone(),
            unsubscription: text,
            one_click: String::new(),
        });
    }

    #[test]
    fn links_and_lists_are_written_out_in_the_text() {
        let blocks = rich_text::blocks(
            "Voir le **guide**.\n\n- [Douane](https://exemple.fr)\n- fin\n\n## Puis\n\n2. un\n3. deux",
        );
        let texts: Vec<_> = blocks.iter().map(block_text).collect();
        assert_eq!(
            texts,
            ["Voir le guide.", "- Douane (https://exemple.fr)\n- fin", "Puis", "1. un\n2. deux"]
        );
    }
}
