//! Words without a meaning of their own: articles, pronouns, prepositions, auxiliaries, elided forms. Folded.

const STOP_WORDS: &str = "\
    a ai aie ais ait alors apres as au aujourd aux avais avait avant avec avez avoir avons ayant b bien bonjour c ca car ce \
    cela celle celles celui ces cest cet cette ceux chez ci combien comme comment d dans de depuis des dessous dessus deux dit \
    dois doit doivent donc dont du e elle elles en encore es est et etait etant ete etes etre eu euh eux faire fais fait \
    faites faut font h hui ici il ils ily j jai je jusqu jusque l la le les leur leurs lors lorsqu lorsque lui m ma mais \
    marche me meme mes merci met mets mettre moi moins mon n ne ni non nos notre nous o on ont ou oui par parce pas peu peut \
    peuvent peux plus pour pourquoi pourrais pouvez pouvoir puis puisqu puisque qu quand que quel quelle quelles quels \
    qui quoi quoiqu quoique s sa sais savoir se selon sera ses si sil slt soit son sont sous suis sur svp t ta te tes toi \
    ton tous tout toute toutes tres tu u un une va vais vas veut veux voici voila voir vos votre voudrais vous vs y \
    ya";

/// Returns `true` for a folded word to leave out.
pub(super) fn contains(word: &str) -> bool {
    STOP_WORDS.split(' ').any(|stop| stop == word)
}
