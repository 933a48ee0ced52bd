//! The slots of one relation in the rows of one result.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::{Mutex, MutexGuard};

use crate::error::Result;

use super::batch::{Load, WeakLoad, load};
use super::through::Through;

/// A slot that a load for several rows can fill.
pub(crate) trait Loadable: Send + Sync + 'static {
    /// Whether it has been filled.
    fn is_filled(&self) -> bool;
}

/// The slots of one relation in the rows of one result.
///
/// A peer locks its circle when it is dropped: nothing here drops one while the circle is locked.
pub(crate) struct Circle<S> {
    state: Mutex<State<S>>,
}

struct State<S> {
    /// Peers that no load was for, some of them gone.
    waiting: Vec<Weak<Peer<S>>>,
    /// How many peers have gone since they were last sorted out.
    gone: usize,
    /// The load that takes more slots until it is sent.
    gathering: Option<Gathering<S>>,
    /// How many loads there were.
    loads: u64,
}

/// A load that is about to be sent.
struct Gathering<S> {
    through: Through,
    load: WeakLoad,
    callers: Arc<Callers<S>>,
}

/// Who has asked for a load that is about to be sent.
pub(crate) struct Callers<S> {
    count: AtomicUsize,
    peers: Mutex<Vec<Weak<Peer<S>>>>,
}

impl<S> Callers<S> {
    /// How many have asked until now.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    fn add(&self, peer: &Arc<Peer<S>>) {
        self.peers.lock().push(Arc::downgrade(peer));
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whom a load is for.
pub(crate) enum Members<S> {
    These(Vec<Arc<Peer<S>>>),
    /// And those that ask until it is closed.
    Gathering(Arc<Circle<S>>, Arc<Callers<S>>),
}

impl<S> Members<S> {
    /// How many there are until now.
    pub(crate) fn count(&self) -> usize {
        match self {
            Members::These(peers) => peers.len(),
            Members::Gathering(_, callers) => callers.count(),
        }
    }

    /// All of them; nobody is added any more.
    pub(crate) fn close(self) -> Vec<Arc<Peer<S>>> {
        match self {
            Members::These(peers) => peers,
            Members::Gathering(circle, callers) => circle.close(&callers),
        }
    }
}

/// A slot beside that of a row, filled by a load for several rows.
pub(crate) struct Peer<S> {
    slot: S,
    circle: Arc<Circle<S>>,
    progress: Mutex<Progress>,
}

/// How far a peer has come. It changes only while the circle is locked, but for `Settled`.
enum Progress {
    Waiting,
    /// A load is for it, too.
    UnderWay {
        number: u64,
        through: Through,
        load: WeakLoad,
    },
    /// A load has filled it.
    Filled(Through),
    /// Its row was loaded in another way.
    Settled,
}

/// What there is to do for a slot.
pub(crate) enum Joined {
    /// It has been filled.
    Filled,
    /// This fills it.
    By(Load),
    /// Its row is loaded by itself: another handle has loaded, or does, what the circle has.
    Alone,
}

impl<S> Circle<S> {
    pub(super) fn new() -> Self {
        let state = State { waiting: Vec::new(), gone: 0, gathering: None, loads: 0 };
        Circle { state: Mutex::new(state) }
    }

    /// A slot that a load for the circle's rows is for, too, as long as somebody keeps it.
    pub(crate) fn enter(self: Arc<Self>, slot: S) -> Arc<Peer<S>> {
        let peer = self.clone().beside(slot);
        self.lock().waiting.push(Arc::downgrade(&peer));
        peer
    }

    /// A slot that is loaded only when it asks.
    pub(crate) fn beside(self: Arc<Self>, slot: S) -> Arc<Peer<S>> {
        Arc::new(Peer { slot, circle: self, progress: Mutex::new(Progress::Waiting) })
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock()
    }

    /// Who has asked until now; nobody is added any more.
    fn close(&self, callers: &Arc<Callers<S>>) -> Vec<Arc<Peer<S>>> {
        let mut state = self.lock();
        if state.gathering.as_ref().is_some_and(|gathering| Arc::ptr_eq(&gathering.callers, callers)) {
            state.gathering = None;
        }
        drop(state);
        callers.peers.lock().drain(..).filter_map(|peer| peer.upgrade()).collect()
    }
}

impl<S> Drop for Peer<S> {
    /// Those that are gone are sorted out when they are most: an entry of a list is small, but it keeps the memory of the
    /// peer.
    fn drop(&mut self) {
        let mut state = self.circle.lock();
        state.gone += 1;
        if state.gone * 2 > state.waiting.len() {
            state.waiting.retain(|peer| peer.strong_count() > 0);
            state.waiting.shrink_to_fit();
            state.gone = 0;
        }
    }
}

impl<S> Peer<S> {
    /// The slot, filled or not.
    pub(crate) fn slot(&self) -> &S {
        &self.slot
    }

    /// The row was loaded in another way: no load is for it any more.
    pub(crate) fn settle(&self) {
        *self.progress.lock() = Progress::Settled;
    }

    fn is_waiting(&self) -> bool {
        matches!(*self.progress.lock(), Progress::Waiting)
    }
}

impl<S: Loadable> Peer<S> {
    /// A load that is for this row, too: the one under way, or the one that `begin` makes of this one and all that wait.
    pub(crate) fn join<F>(self: &Arc<Self>, through: &Through, begin: impl FnOnce(Members<S>) -> F) -> Joined
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let mut others = Vec::new(); // dropped after the lock
        let mut state = self.circle.lock();
        match &*self.progress.lock() {
            Progress::Waiting => {}
            Progress::Filled(by) if by == through => return Joined::Filled,
            Progress::UnderWay { through: by, load, .. } if by == through => {
                if let Some(load) = load.upgrade() {
                    return Joined::By(load);
                } // else it was given up by all who waited for it
            }
            Progress::Filled(_) | Progress::UnderWay { .. } | Progress::Settled => return Joined::Alone,
        }
        let mut peers = vec![self.clone()];
        state.gone = 0;
        for peer in std::mem::take(&mut state.waiting).iter().filter_map(Weak::upgrade) {
            let other = !Arc::ptr_eq(&peer, self);
            if other && peer.is_waiting() { peers.push(peer) } else { others.push(peer) }
        }
        state.loads += 1;
        let flight = Flight { number: state.loads, peers: peers.clone() };
        let work = begin(Members::These(peers.clone()));
        let load = load(async move {
            let result = work.await;
            drop(flight); // before anybody is told
            result
        });
        for peer in &peers {
            let (number, through) = (state.loads, through.clone());
            if let Some(load) = load.downgrade() {
                *peer.progress.lock() = Progress::UnderWay { number, through, load };
            }
        }
        others.append(&mut peers);
        Joined::By(load)
    }

    /// A load that is for this row, too, and for all that ask before it asks who they are. Whoever waits for it drives it,
    /// so each is to give the others the time to ask.
    pub(crate) fn gather<F>(
        self: &Arc<Self>,
        through: Through,
        begin: impl FnOnce(Members<S>) -> F,
    ) -> (Load, Arc<Callers<S>>)
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let mut state = self.circle.lock();
        if let Some(gathering) = &state.gathering
            && gathering.through == through
            && let Some(load) = gathering.load.upgrade()
        {
            gathering.callers.add(self);
            return (load, gathering.callers.clone());
        }
        let callers = Arc::new(Callers { count: AtomicUsize::new(0), peers: Mutex::default() });
        callers.add(self);
        let load = load(begin(Members::Gathering(self.circle.clone(), callers.clone())));
        state.gathering = load.downgrade().map(|load| Gathering { through, load, callers: callers.clone() });
        (load, callers)
    }
}

/// The peers of a load under way. However it ends, those that it has not filled wait again.
struct Flight<S: Loadable> {
    number: u64,
    peers: Vec<Arc<Peer<S>>>,
}

impl<S: Loadable> Drop for Flight<S> {
    fn drop(&mut self) {
        let Some(first) = self.peers.first() else { return };
        let mut state = first.circle.lock();
        for peer in &self.peers {
            let mut progress = peer.progress.lock();
            let Progress::UnderWay { number, through, .. } = &*progress else { continue };
            if *number != self.number {
                continue; // another load has taken over
            }
            *progress = match peer.slot.is_filled() {
                true => Progress::Filled(through.clone()),
                false => {
                    state.waiting.push(Arc::downgrade(peer));
                    Progress::Waiting
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    impl Loadable for OnceLock<()> {
        fn is_filled(&self) -> bool {
            self.get().is_some()
        }
    }

    #[test]
    fn a_row_that_is_kept_keeps_nothing_of_ten_thousand_that_are_gone() {
        let circle = Arc::new(Circle::<OnceLock<()>>::new());
        let mut peers: Vec<_> = (0..10_000).map(|_| circle.clone().enter(OnceLock::new())).collect();
        let gone = Arc::downgrade(&peers[1]);
        peers.truncate(1);
        assert!(gone.upgrade().is_none());
        let state = circle.lock();
        assert!(state.waiting.len() < 4 && state.waiting.capacity() < 8, "{}", state.waiting.len());
    }

    #[test]
    fn a_load_is_for_those_that_are_there_and_given_up_for_those_that_it_has_not_filled() {
        let circle = Arc::new(Circle::<OnceLock<()>>::new());
        let peers: Vec<_> = (0..4).map(|_| circle.clone().enter(OnceLock::new())).collect();
        let through = Through::of(&Arc::new(()));
        peers[3].settle();
        let waiting = || circle.lock().waiting.len();
        let joined = peers[1].join(&through, |members| async move {
            let members = members.close();
            assert_eq!(members.len(), 3);
            members[0].slot().get_or_init(|| ());
            std::future::pending().await
        });
        let Joined::By(mut load) = joined else { panic!("nothing is filled yet") };
        assert_eq!(waiting(), 0);
        assert!(matches!(peers[0].join(&through, |_| async { Ok(()) }), Joined::By(_)), "the same");
        let other = Through::of(&Arc::new(()));
        assert!(matches!(peers[0].join(&other, |_| async { Ok(()) }), Joined::Alone));
        assert!(matches!(peers[3].join(&through, |_| async { Ok(()) }), Joined::Alone));
        assert!(futures::FutureExt::now_or_never(&mut load).is_none());
        drop(load);
        assert_eq!(waiting(), 2);
        assert!(matches!(peers[1].join(&through, |_| async { Ok(()) }), Joined::Filled));
    }
}
