//! A trie over stems and exact words: one walk over a word finds every stem that it begins with.

/// Number of a stem or exact word in the book.
pub type Term = u16;

#[derive(Debug, Default)]
struct Node {
    /// Sorted by letter.
    next: Vec<(char, u32)>,
    stem: Option<Term>,
    exact: Option<Term>,
}

#[derive(Debug)]
pub struct Stems {
    nodes: Vec<Node>,
    count: Term,
}

impl Default for Stems {
    fn default() -> Self {
        Stems {
            nodes: vec![Node::default()],
            count: 0,
        }
    }
}

impl Stems {
    /// Adds `слово` (exact) or `слов*` (any ending) and gives its number; the same pattern has one number.
    pub fn add(&mut self, pattern: &str) -> Term {
        let (letters, is_stem) = match pattern.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (pattern, false),
        };
        let mut at = 0_usize;
        for letter in letters.chars() {
            at = match self.nodes[at].next.binary_search_by_key(&letter, |(c, _)| *c) {
                Ok(i) => self.nodes[at].next[i].1 as usize,
                Err(i) => {
                    let new = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[at].next.insert(i, (letter, new as u32));
                    new
                }
            };
        }
        let node = &mut self.nodes[at];
        let place = if is_stem { &mut node.stem } else { &mut node.exact };
        *place.get_or_insert_with(|| {
            let term = self.count;
            self.count += 1;
            term
        })
    }

    /// Number of terms added.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// The same terms, laid out for reading.
    pub fn freeze(&self) -> Frozen {
        let mut frozen = Frozen {
            first: vec![NONE; FIRST],
            nodes: Vec::with_capacity(self.nodes.len()),
            edges: Vec::with_capacity(self.nodes.len()),
        };
        // nodes of one depth stand together: most words end after a few letters
        let mut order = vec![0_u32];
        let mut at = 0;
        while let Some(node) = order.get(at).map(|n| &self.nodes[*n as usize]) {
            let begin = frozen.edges.len() as u32;
            for (letter, next) in &node.next {
                let number = order.len() as u32;
                frozen.edges.push((*letter, number));
                if let (0, Some(slot)) = (at, frozen.first.get_mut(*letter as usize)) {
                    *slot = number;
                }
                order.push(*next);
            }
            frozen.nodes.push(Place {
                edges: (begin, frozen.edges.len() as u32),
                stem: node.stem,
                exact: node.exact,
            });
            at += 1;
        }
        frozen
    }
}

/// Letters below this, Latin and Cyrillic ones, are looked up at once.
const FIRST: usize = 0x500;
const NONE: u32 = u32::MAX;

/// A trie that no more terms are added to.
#[derive(Debug, Default)]
pub struct Frozen {
    /// By first letter, the node behind it.
    first: Vec<u32>,
    nodes: Vec<Place>,
    /// Of each node, sorted by letter.
    edges: Vec<(char, u32)>,
}

#[derive(Debug)]
struct Place {
    /// Half open.
    edges: (u32, u32),
    stem: Option<Term>,
    exact: Option<Term>,
}

impl Frozen {
    /// Calls `found` for every term that the word matches, short ones first.
    pub fn find(&self, word: &str, mut found: impl FnMut(Term)) {
        let mut letters = word.chars();
        let Some(mut node) = letters.next().and_then(|letter| self.begin(letter)) else {
            return;
        };
        if let Some(term) = node.stem {
            found(term);
        }
        for letter in letters {
            match self.follow(node, letter) {
                Some(next) => node = next,
                None => return,
            }
            if let Some(term) = node.stem {
                found(term);
            }
        }
        if let Some(term) = node.exact {
            found(term);
        }
    }

    fn begin(&self, letter: char) -> Option<&Place> {
        match self.first.get(letter as usize) {
            Some(number) => self.nodes.get(*number as usize),
            None => self.follow(self.nodes.first()?, letter),
        }
    }

    fn follow(&self, node: &Place, letter: char) -> Option<&Place> {
        let edges = &self.edges[node.edges.0 as usize..node.edges.1 as usize];
        // most nodes have one way on
        let found = match edges {
            [] => None,
            [(only, next)] => (*only == letter).then_some(next),
            many => many
                .binary_search_by_key(&letter, |(c, _)| *c)
                .ok()
                .map(|i| &many[i].1),
        };
        found.map(|number| &self.nodes[*number as usize])
    }
}
