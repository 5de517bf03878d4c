//! Merkle tree hashes of RFC 6962, section 2.1, over leaves numbered from 0.
//!
//! A tree of any size is a row of perfect subtrees, one for each bit of its size, the largest first. The hash of a
//! perfect subtree never changes once it is complete; it is named by its [`Node`].

use sha2::{Digest, Sha256};

/// SHA-256 of a leaf, a node or a tree.
pub type Hash = [u8; 32];

/// Prefixes that keep a leaf from being taken for a node.
const LEAF: u8 = 0;
const NODE: u8 = 1;

/// Perfect subtree of the leaves `position << level` to `(position + 1) << level`, the last one excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub level: u32,
    pub position: u64,
}

/// Returns the hash of the leaf that holds these bytes.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([LEAF]).chain_update(entry).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([NODE]).chain_update(left).chain_update(right).finalize().into()
}

/// Returns the perfect subtrees that make up a tree, the largest first.
pub fn subtrees(size: u64) -> Vec<Node> {
    let levels = (0..u64::BITS).rev().filter(|level| (size >> level) & 1 == 1);
    levels.map(|level| Node { level, position: (size >> level) - 1 }).collect()
}

/// Returns the root of a tree from the hashes of its [`subtrees`].
fn root_of(hashes: &[Hash]) -> Hash {
    let from_the_right = hashes.iter().rev().copied();
    from_the_right.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(|| Sha256::digest([]).into())
}

/// Right edge of a growing tree: what is needed to append leaves and to compute the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Hashes of the [`subtrees`].
    hashes: Vec<Hash>,
}

impl Frontier {
    /// Returns the frontier of a tree from the hashes of its [`subtrees`].
    pub fn new(size: u64, hashes: Vec<Hash>) -> Self {
        Frontier { size, hashes }
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> Hash {
        root_of(&self.hashes)
    }

    /// Appends a leaf. Calls `completed` for each perfect subtree of two leaves or more that it completes.
    pub fn push(&mut self, leaf: Hash, mut completed: impl FnMut(Node, Hash)) {
        let (mut hash, mut node) = (leaf, Node { level: 0, position: self.size });
        while node.position & 1 == 1
            && let Some(left) = self.hashes.pop()
        {
            hash = node_hash(&left, &hash);
            node = Node { level: node.level + 1, position: node.position >> 1 };
            completed(node, hash);
        }
        self.hashes.push(hash);
        self.size += 1;
    }
}

/// Nodes from which the inclusion path of a leaf is computed.
#[derive(Debug, PartialEq, Eq)]
pub struct PathNodes {
    /// Siblings within the perfect subtree of the leaf, the leaf's own first.
    pub within: Vec<Node>,
    /// Subtrees after that one, the largest first; they are one hash of the path.
    pub after: Vec<Node>,
    /// Subtrees before that one, the nearest first.
    pub before: Vec<Node>,
}

impl PathNodes {
    /// Returns the nodes of the path of leaf `index` in a tree of `size` leaves; `None` if the tree has no such leaf.
    pub fn of(index: u64, size: u64) -> Option<Self> {
        let row = subtrees(size);
        let own = row.iter().position(|node| index >> node.level == node.position)?;
        let level = row.get(own)?.level;
        let sibling = |level| Node { level, position: (index >> level) ^ 1 };
        Some(PathNodes {
            within: (0..level).map(sibling).collect(),
            after: row[own + 1..].to_vec(),
            before: row[..own].iter().rev().copied().collect(),
        })
    }

    /// Returns the path from the hashes of the three parts.
    pub fn path(within: Vec<Hash>, after: &[Hash], before: &[Hash]) -> Vec<Hash> {
        let mut path = within;
        path.extend((!after.is_empty()).then(|| root_of(after)));
        path.extend(before);
        path
    }
}

/// Returns `true` if the path leads from the leaf to the root (RFC 9162, section 2.1.3.2).
pub fn is_included(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut number, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if number & 1 == 1 || number == last {
            hash = node_hash(sibling, &hash);
            while number & 1 == 0 && number != 0 {
                (number, last) = (number >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (number, last) = (number >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Leaves and roots of the test vectors that implementations of RFC 6962 share.
    const LEAVES: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_match_the_vectors_of_rfc_6962() {
        let mut tree = Frontier::default();
        assert_eq!(
            hex::encode(tree.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        for (leaf, root) in LEAVES.iter().zip(ROOTS) {
            tree.push(leaf_hash(&hex::decode(leaf).expect("hexadecimal")), |_, _| {});
            assert_eq!(hex::encode(tree.root()), root, "{} leaves", tree.size());
        }
    }

    /// A tree that stores its complete subtrees, as the database does.
    struct Stored {
        hashes: BTreeMap<(u32, u64), Hash>,
        tree: Frontier,
    }

    impl Stored {
        fn of(size: u64) -> Self {
            let mut stored = Stored { hashes: BTreeMap::new(), tree: Frontier::default() };
            for number in 0..size {
                let leaf = leaf_hash(&number.to_be_bytes());
                stored.hashes.insert((0, number), leaf);
                stored.tree.push(leaf, |node, hash| {
                    stored.hashes.insert((node.level, node.position), hash);
                });
            }
            stored
        }

        fn hashes(&self, nodes: &[Node]) -> Vec<Hash> {
            nodes.iter().map(|node| self.hashes[&(node.level, node.position)]).collect()
        }

        fn path(&self, index: u64, size: u64) -> Vec<Hash> {
            let nodes = PathNodes::of(index, size).expect("a leaf of the tree");
            PathNodes::path(
                self.hashes(&nodes.within),
                &self.hashes(&nodes.after),
                &self.hashes(&nodes.before),
            )
        }
    }

    #[test]
    fn every_leaf_of_every_tree_is_included_and_no_other() {
        const SIZE: u64 = 70;
        let stored = Stored::of(SIZE);
        for size in 1..=SIZE {
            let tree = Frontier::new(size, stored.hashes(&subtrees(size)));
            let root = tree.root();
            for index in 0..size {
                let (leaf, path) = (leaf_hash(&index.to_be_bytes()), stored.path(index, size));
                assert!(is_included(&leaf, index, size, &path, &root), "{index} of {size}");
                assert!(!is_included(&leaf_hash(b"other"), index, size, &path, &root), "{index} of {size}");
                assert!(!is_included(&leaf, index + 1, size, &path, &root), "{index} of {size}");
                if let Some((_, shorter)) = path.split_last() {
                    assert!(!is_included(&leaf, index, size, shorter, &root), "{index} of {size}");
                }
            }
            assert_eq!(PathNodes::of(size, size), None);
        }
    }

    #[test]
    fn proof_of_a_million_leaves_has_twenty_hashes() {
        for index in [0, 1, 499_999, 999_999] {
            let nodes = PathNodes::of(index, 1_000_000).expect("a leaf");
            let length = nodes.within.len() + nodes.before.len() + usize::from(!nodes.after.is_empty());
            assert!(length <= 20, "{index}: {length}");
        }
    }
}
