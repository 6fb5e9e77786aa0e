package domain

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/internal/pages"
)

var update = flag.Bool("update", false, "write the page of the reference anew")

func TestThePageOfTheReferenceIsWhatTheTablesSay(t *testing.T) {
	var page strings.Builder
	page.WriteString("# States and rights of the store\n\nThis page is made of the tables that decide: `go test ./marketplace/domain -update` writes it anew.\n")
	writeStates(t, &page)
	writeActions(t, &page)
	writeRights(t, &page)
	writePermissions(&page)
	pages.Hold(t, "../../docs/reference/store-states.md", []byte(page.String()), *update)
}

// screen is all that the web client says in English, by area and key.
func screen(t *testing.T, area string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../web/src/i18n/areas", area+".ts"))
	if err != nil {
		t.Fatal(err)
	}
	english, _, _ := strings.Cut(string(text), "\n  },\n")
	words := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^    '?([\w-]+)'?: '([^']*)'`).FindAllStringSubmatch(english, -1) {
		words[m[1]] = m[2]
	}
	return words
}

// said gives a word of the screen; one that the client does not have fails the test.
func said(t *testing.T, words map[string]string, key string) string {
	t.Helper()
	if words[key] == "" {
		t.Errorf("the web client has no word for %q", key)
	}
	return words[key]
}

// known gives what this page says of a thing; nothing fails the test.
func known[K comparable](t *testing.T, texts map[K]string, key K) string {
	t.Helper()
	if texts[key] == "" {
		t.Errorf("the page says nothing of %v", key)
	}
	return texts[key]
}

func writeStates(t *testing.T, page *strings.Builder) {
	abouts := map[VersionState]string{
		Draft:     "uploaded; its owners work on it",
		Submitted: "waits for a reviewer; its package is verified",
		InReview:  "a reviewer has taken it",
		Passed:    "may be released",
		Rejected:  "the reviewer said what has to change; changed, it is a draft again",
		Active:    "in the store: everybody may find and install it",
		Suspended: "not in the store any more; its instances run on",
		Deleted:   "gone, but for the audit log and its instances",
	}
	words := screen(t, "status")
	page.WriteString("\n## States of a version\n\n| state | on the screen | |\n|---|---|---|\n")
	for _, s := range VersionStates {
		fmt.Fprintf(page, "| `%s` | %s | %s |\n", s, said(t, words, string(s)), known(t, abouts, s))
	}
	page.WriteString("\nThe state of an app follows from its versions: the first of these that one of them is, in this order.\n\n| one version is | the app is |\n|---|---|\n")
	for _, d := range derived {
		fmt.Fprintf(page, "| `%s` | `%s` |\n", d.of, d.to)
	}
	page.WriteString("\nAn app of which all versions are deleted is `deleted`. *Suspend App* makes it `suspended` whatever its versions are; they keep\ntheir states, and *Activate App* brings back just what was there.\n")
}

func writeActions(t *testing.T, page *strings.Builder) {
	templates, reviews := screen(t, "templates"), screen(t, "reviews")
	buttons := map[VersionAction]string{
		Modify: said(t, templates, "replace"), Submit: said(t, templates, "submit"), Cancel: said(t, templates, "cancelSubmission"),
		Claim: "(with the verdict)", Pass: said(t, reviews, "pass"), Reject: said(t, reviews, "reject"), Release: said(t, templates, "toStore"),
		Suspend: said(t, templates, "suspendVersion"), Activate: said(t, templates, "activateVersion"), Delete: said(t, templates, "delete"),
	}
	effects := map[Effect]string{
		OpenReview: "a review begins", StartVerify: "the package is verified, unless this very package was already with success", StopVerify: "a verification that goes on is stopped",
		TakeReview: "the review is yours", CloseReview: "the review ends", Publish: "the store shows the app's details as they are now",
	}
	page.WriteString("\n## Actions on a version\n\nWhat is not in this table is refused, whoever asks: nothing is skipped.\n\n| action | button | from | to | needs | then |\n|---|---|---|---|---|---|\n")
	for _, a := range Transitions {
		var then []string
		for _, e := range a.Effects {
			then = append(then, known(t, effects, e))
		}
		to := code(a.To)
		if a.To == "" {
			to = "stays; `rejected` becomes `draft`"
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s | %s | %s |\n", a.Action, known(t, buttons, a.Action), code(a.From...), to, strings.Join(needs(&a), "; "), strings.Join(then, "; "))
	}
}

func needs(a *Transition) []string {
	all := []string{code(a.Right)}
	for text, asked := range map[string]bool{"a reason": a.Reason, "somebody else than who wrote or submitted it": a.NotAuthor, "the reviewer who took it": a.Reviewer,
		"a verification of this package that passed, or a reason to pass without": a.Gate} {
		if asked {
			all = append(all, text)
		}
	}
	slices.Sort(all[1:])
	return all
}

func writeRights(t *testing.T, page *strings.Builder) {
	abouts := map[Right]string{
		BrowseStore: "look at the store", ViewApps: "see app templates and all their versions", ManageApps: "upload, edit, submit, cancel, release, delete",
		TestApps: "install versions that are not released", ReviewVersions: "take a review, pass, reject", ModerateStore: "suspend and activate apps and versions",
		SeeReviews: "see the lists of reviews", ManageCategories: "make categories, and put apps into them", ViewInstances: "see what is installed",
		ManageInstances: "install, change settings, upgrade, roll back, delete", ViewWorkspace: "see a workspace and its members",
		EditWorkspace: "change its title, members, invitations and projects", CreateWorkspaces: "create and delete workspaces", ViewProject: "see a project and its members",
		EditProject: "change its members", EditUsers: "create, change, disable and delete users", EditRoles: "create, change and delete platform roles",
		ViewRoles: "see platform roles", EditClusters: "register, change, check and remove clusters", ChooseClusters: "see the names of clusters",
		ReadAudit: "read the whole audit log", ManageOwn: "change the own password, profile and API tokens",
	}
	page.WriteString("\n## Rights\n\nA right is had by whoever has one of the permissions or roles in its line; `" + PlatformAdmin + "` has all. A role counts in its own workspace or\nproject. *Hidden*: who lacks the right is told that there is no such thing.\n\n" +
		"| right | lets one | permission | workspace role | project role | |\n|---|---|---|---|---|---|\n")
	names := make([]Right, 0, len(rights))
	for name := range rights {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r := rights[name]
		hidden := ""
		if r.hidden {
			hidden = "hidden"
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s | %s | %s |\n", name, known(t, abouts, name), cmp.Or(anybody(r), code(r.permissions...)), code(r.workspace...), code(r.project...), hidden)
	}
}

func anybody(r rule) string {
	switch {
	case r.anybody:
		return "everybody, also without an account"
	case r.signedIn:
		return "everybody who has signed in"
	}
	return ""
}

func writePermissions(page *strings.Builder) {
	page.WriteString("\n## Permissions of platform roles\n\n`" + PlatformAdmin + "` has all, `" + PlatformRegular + "` none; other roles are made under **Access Control**. Nobody gives away a permission that they\nlack.\n\n" +
		"| permission | on the screen | | comes with |\n|---|---|---|---|\n")
	for _, p := range Permissions {
		fmt.Fprintf(page, "| `%s` | %s | %s | %s |\n", p.Name, p.Title, p.About, code(p.Needs...))
	}
}

// code lists names as code.
func code[S ~string](names ...S) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + string(n) + "`"
	}
	return strings.Join(quoted, ", ")
}
