package domain

import (
	"slices"
	"strings"
	"testing"
)

// has says who has a right on what is their own, besides admin, who has all. The first word says what others are told:
// forbidden, or hidden: not-found.
var has = map[Right]string{
	BrowseStore:      "forbidden everybody",
	ManageOwn:        "forbidden signed-in",
	ChooseClusters:   "forbidden signed-in",
	ViewApps:         "hidden workspace-admin workspace-regular workspace-viewer reviewer app-templates.view",
	ManageApps:       "unless:apps.view workspace-admin workspace-regular",
	TestApps:         "hidden workspace-admin workspace-regular workspace-viewer",
	ReviewVersions:   "forbidden reviewer app-templates.manage",
	ModerateStore:    "forbidden reviewer app-templates.manage",
	SeeReviews:       "forbidden reviewer app-templates.view",
	ManageCategories: "forbidden reviewer app-templates.manage",
	ViewInstances:    "hidden workspace-admin workspace-viewer project-admin project-operator project-viewer",
	ManageInstances:  "unless:instances.view workspace-admin project-admin project-operator",
	ViewWorkspace:    "hidden workspace-admin workspace-regular workspace-viewer workspaces.manage",
	EditWorkspace:    "unless:workspace.view workspace-admin workspaces.manage",
	CreateWorkspaces: "forbidden workspaces.manage",
	ViewProject:      "hidden workspace-admin workspace-regular workspace-viewer project-admin project-operator project-viewer workspaces.manage",
	EditProject:      "unless:project.view workspace-admin project-admin workspaces.manage",
	EditUsers:        "forbidden users.manage",
	EditRoles:        "forbidden roles.manage",
	ViewRoles:        "forbidden roles.manage users.manage",
	EditClusters:     "forbidden clusters.manage",
	ReadAudit:        "forbidden audit.view",
}

// allowed tells whether the table gives somebody a right; those of a workspace or project have nothing on another one.
func allowed(right Right, who string, own bool) bool {
	names := strings.Fields(has[right])[1:]
	switch {
	case slices.Contains(names, "everybody"), who == "admin":
		return true
	case who == "anonymous":
		return false
	case slices.Contains(names, "signed-in"):
		return true
	case !own && (strings.HasPrefix(who, "workspace-") || strings.HasPrefix(who, "project-")):
		return false
	}
	return slices.Contains(names, who)
}

func TestEachRightOfEachRole(t *testing.T) {
	own := Object{Workspace: "own", Project: "own-dev", Name: "it"}
	other := Object{Workspace: "other", Project: "other-dev", Name: "it"}
	for right := range rights {
		if has[right] == "" {
			t.Errorf("%s has no line in the test's table", right)
			continue
		}
		rule, _, _ := strings.Cut(has[right], " ")
		see, guarded := strings.CutPrefix(rule, "unless:")
		for who, p := range people() {
			for _, on := range []Object{own, other} {
				want := "forbidden"
				switch {
				case allowed(right, who, on == own):
					want = ""
				case who == "anonymous":
					want = "sign-in"
				case rule == "hidden", guarded && !allowed(Right(see), who, on == own):
					want = "not-found"
				}
				if got := codeOf(t, p.May(right, on)); got != want {
					t.Errorf("%s by %s on %s: %q, want %q", right, who, on.Workspace, got, want)
				}
			}
		}
	}
	if len(rights) != len(has) {
		t.Errorf("%d rights, %d in the table", len(rights), len(has))
	}
}

func TestNoRoleOpensWhatBelongsToNoWorkspace(t *testing.T) {
	lost := &Principal{User: "isv", Role: PlatformRegular, Workspaces: map[string]WorkspaceRole{"": WorkspaceAdmin}, Projects: map[string]ProjectRole{"": ProjectAdmin}}
	for _, right := range []Right{ViewApps, ManageApps, TestApps, ViewInstances, ManageInstances, EditWorkspace, EditProject} {
		if lost.Has(right, Object{}) {
			t.Errorf("%s on an object without workspace", right)
		}
	}
	if Anonymous.Has("no.such", Object{}) || people()["admin"].Has("no.such", Object{}) {
		t.Error("a right that there is none of was granted")
	}
}

func TestWhatAClusterTakesSomebodyFor(t *testing.T) {
	want := map[string]ProjectRole{"admin": ProjectAdmin, "workspace-admin": ProjectAdmin, "workspace-viewer": ProjectViewer,
		"project-admin": ProjectAdmin, "project-operator": ProjectOperator, "project-viewer": ProjectViewer}
	for who, p := range people() {
		if got := p.ProjectRole(Object{Workspace: "own", Project: "own-dev"}); got != want[who] {
			t.Errorf("%s: %q, want %q", who, got, want[who])
		}
		if got := p.ProjectRole(Object{Workspace: "other", Project: "other-dev"}); got != "" && who != "admin" {
			t.Errorf("%s in another's project: %q", who, got)
		}
	}
}

func TestPermissionsComeWithWhatTheyNeed(t *testing.T) {
	got, err := WithNeeds([]Permission{ManageTemplates, ManageTemplates})
	if err != nil || !slices.Equal(got, []Permission{ViewTemplates, ManageTemplates}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := WithNeeds([]Permission{"root"}); codeOf(t, err) != "permission" {
		t.Error(err)
	}
}
