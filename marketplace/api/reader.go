package api

import (
	"reflect"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// reader makes what a principal sees of things. It reads what several of them share once.
type reader struct {
	tx       store.Tx
	p        *domain.Principal
	titles   map[string]string
	apps     map[string]*domain.App
	versions map[string][]*domain.Version
}

func newReader(tx store.Tx, p *domain.Principal) *reader {
	return &reader{tx: tx, p: p, titles: map[string]string{}, apps: map[string]*domain.App{}, versions: map[string][]*domain.Version{}}
}

// title gives the title of a workspace.
func (r *reader) title(workspace string) (string, error) {
	if title, known := r.titles[workspace]; known || workspace == "" {
		return title, nil
	}
	w, err := r.tx.GetWorkspace(workspace)
	if err != nil {
		return "", unlessMissing(err)
	}
	r.titles[workspace] = w.Title
	return w.Title, nil
}

func (r *reader) app(a *domain.App) (App, error) {
	title, err := r.title(a.Workspace)
	unpublished := a.Published != nil && !reflect.DeepEqual(*a.Published, a.Details)
	return App{App: *a, WorkspaceTitle: title, Unpublished: unpublished, May: r.mayWith(a)}, err
}

// mayWith is what the principal may do with an app.
func (r *reader) mayWith(a *domain.App) []string {
	manages, moderates := r.p.Has(domain.ManageApps, a.Object()), r.p.Has(domain.ModerateStore, a.Object())
	may := []string{}
	for _, action := range []struct {
		name string
		is   bool
	}{
		{"edit", manages}, {"upload", manages}, {"delete", manages && a.State == domain.Deleted},
		{"suspend", moderates && a.MaySuspend() == nil}, {"activate", moderates && a.MayActivate() == nil},
		{"categorize", manages || r.p.Has(domain.ManageCategories, a.Object())},
	} {
		if action.is {
			may = append(may, action.name)
		}
	}
	return may
}

// version gives what the principal sees of a version. Who sees it in the store only is not told of its review.
func (r *reader) version(a *domain.App, v *domain.Version) (Version, error) {
	review, err := openReview(r.tx, v)
	if err != nil {
		return Version{}, err
	}
	out := Version{Version: *v, AppName: a.Details.Name, Allowed: []string{}}
	for _, action := range domain.Allowed(r.p, a, v, review) {
		out.Allowed = append(out.Allowed, string(action))
	}
	if r.p.User != "" && domain.MayInstall(r.p, a, v) == nil {
		out.Allowed = append(out.Allowed, "install")
	}
	if verification, err := latestVerification(r.tx, v); err != nil {
		return out, err
	} else if verification != nil {
		out.Verified = verification.State
	}
	if !r.p.Has(domain.ViewApps, a.Object()) {
		out.AppName = a.Published.Name
		out.Author, out.Reviewer, out.Review, out.Message = "", "", "", ""
	}
	instances, err := r.tx.ListInstances(scoped(r.p, store.InstanceQuery{Version: v.ID}), store.Page{Limit: 1})
	out.Instances = instances.Total
	return out, err
}

// instance gives what the principal sees of an instance.
func (r *reader) instance(i *domain.Instance) (Instance, error) {
	out := Instance{Instance: *i, May: r.p.Has(domain.ManageInstances, i.Object())}
	a, versions, err := r.of(i)
	if err != nil {
		return out, err
	}
	if out.Icon = a.Details.Icon; a.Published != nil && !r.p.Has(domain.ViewApps, a.Object()) {
		out.Icon = a.Published.Icon
	}
	out.Undeleted = i.RemovalFailed()
	out.VersionState = domain.Deleted
	for _, v := range versions { // highest first
		if v.ID == i.Version {
			out.VersionState = v.State
			break
		}
		if out.Newer == "" && higher(v.Number, i.Number) && domain.MayInstall(r.p, a, v) == nil {
			out.Newer = v.Number
		}
	}
	if a.Withheld && out.VersionState == domain.Active {
		out.VersionState = domain.Suspended
	}
	if i.State == domain.Creating || i.State == domain.Upgrading {
		c, err := r.tx.GetChange(i.ID, i.Current)
		if err != nil {
			return out, err
		}
		out.Doing = c.Doing
	}
	return out, nil
}

// of gives an instance's app and the versions of that.
func (r *reader) of(i *domain.Instance) (*domain.App, []*domain.Version, error) {
	if a := r.apps[i.App]; a != nil {
		return a, r.versions[i.App], nil
	}
	a, err := appOrGone(r.tx, i.App, i.AppName)
	if err != nil {
		return nil, nil, err
	}
	list, err := r.tx.ListVersions(store.VersionQuery{App: i.App}, store.Page{})
	r.apps[i.App], r.versions[i.App] = a, list.Items
	return a, list.Items, err
}

func higher(a, b string) bool { return domain.VersionOrder(a) > domain.VersionOrder(b) }

// listed makes a list of what a principal sees of things.
func listed[T, V any](from store.List[T], show func(T) (V, error)) (*list[V], error) {
	out := &list[V]{Body: store.List[V]{Items: make([]V, len(from.Items)), Total: from.Total}}
	for i, item := range from.Items {
		var err error
		if out.Body.Items[i], err = show(item); err != nil {
			return nil, err
		}
	}
	return out, nil
}
