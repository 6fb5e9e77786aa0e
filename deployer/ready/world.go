package ready

import (
	"sort"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// world is what the watches have shown so far.
type world struct {
	// namespace is the app's.
	namespace string
	began     time.Time
	seen      map[*feed]bool
	denied    map[*feed]error
	// objects has all that is watched, by feed and name.
	objects map[*feed]map[string]*unstructured.Unstructured
	byUID   map[types.UID]*unstructured.Unstructured
	// pods, claims and events are kept converted: every look reads them.
	pods   map[string]*corev1.Pod
	claims map[string]*corev1.PersistentVolumeClaim
	events map[string]*corev1.Event
}

func newWorld(namespace string) *world {
	return &world{namespace: namespace, began: time.Now(), seen: map[*feed]bool{}, denied: map[*feed]error{}, objects: map[*feed]map[string]*unstructured.Unstructured{},
		byUID: map[types.UID]*unstructured.Unstructured{}, pods: map[string]*corev1.Pod{},
		claims: map[string]*corev1.PersistentVolumeClaim{}, events: map[string]*corev1.Event{}}
}

// expect notes that a watch will tell something. It is false if another watch tells the same already.
func (w *world) expect(f *feed) bool {
	for other := range w.seen {
		if other.resource == f.resource && other.name == f.name && other.partial() == f.partial() {
			return false
		}
	}
	w.seen[f] = false
	return true
}

// partialPatience is how long watches of metadata may take to tell something: the API of a kind that has nothing to do
// with the app may be down.
const partialPatience = 15 * time.Second

// complete says whether every watch has told something: before that, "not there" means nothing.
func (w *world) complete() bool {
	for f, seen := range w.seen {
		if !seen && (!f.partial() || time.Since(w.began) < partialPatience) {
			return false
		}
	}
	return true
}

func (w *world) take(c change) {
	w.seen[c.feed] = true
	if c.err != nil {
		w.denied[c.feed] = c.err
		return
	}
	if c.all {
		for _, o := range w.objects[c.feed] {
			w.remove(c.feed, o)
		}
		w.objects[c.feed] = map[string]*unstructured.Unstructured{}
	}
	for _, o := range c.objects {
		if c.gone {
			w.remove(c.feed, o)
		} else {
			w.keep(c.feed, o)
		}
	}
}

func (w *world) keep(f *feed, o *unstructured.Unstructured) {
	name := o.GetName()
	if f.partial() {
		w.objects[f][name] = o
		return
	}
	if old := w.objects[f][name]; old != nil {
		delete(w.byUID, old.GetUID())
	}
	w.objects[f][name] = o
	w.byUID[o.GetUID()] = o
	switch f.resource {
	case podResource:
		w.pods[name] = convert[corev1.Pod](o)
	case claimResource:
		w.claims[name] = convert[corev1.PersistentVolumeClaim](o)
	case eventResource:
		w.events[name] = convert[corev1.Event](o)
	}
}

func (w *world) remove(f *feed, o *unstructured.Unstructured) {
	name := o.GetName()
	delete(w.objects[f], name)
	if f.partial() {
		return
	}
	delete(w.byUID, o.GetUID())
	switch f.resource {
	case podResource:
		delete(w.pods, name)
	case claimResource:
		delete(w.claims, name)
	case eventResource:
		delete(w.events, name)
	}
}

// feedOf gives the watch that shows a target.
func (w *world) feedOf(t target) *feed {
	for f := range w.seen {
		if f.resource == t.resource && !f.partial() && (f.name == "" || f.name == t.ref.Name) {
			return f
		}
	}
	return nil
}

// eventsOf gives the events about an object, the latest first.
func (w *world) eventsOf(uid types.UID) []*corev1.Event {
	var found []*corev1.Event
	for _, e := range w.events {
		if e.InvolvedObject.UID == uid && uid != "" {
			found = append(found, e)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		a, b := lastTime(found[i]), lastTime(found[j])
		if a.Equal(b) {
			return found[i].Name > found[j].Name
		}
		return a.After(b)
	})
	return found
}

// visible says whether a resource is watched with success: only then does "none" mean that there is none.
func (w *world) visible(r schema.GroupVersionResource) bool {
	for f, seen := range w.seen {
		if f.resource == r && !f.partial() && seen && w.denied[f] == nil {
			return true
		}
	}
	return false
}

// all gives the watched objects of a resource.
func (w *world) all(r schema.GroupVersionResource) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for f, objects := range w.objects {
		if f.resource == r && !f.partial() {
			for _, o := range objects {
				found = append(found, o)
			}
		}
	}
	return found
}

// convert reads an object into its Go type. A field that does not fit leaves what was read so far: the API server has
// checked it before us.
func convert[T any](o *unstructured.Unstructured) *T {
	t := new(T)
	_ = runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, t)
	return t
}
