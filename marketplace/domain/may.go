package domain

import "slices"

// Right is something that a user may or may not do to an object.
type Right string

// The rights. Each has one line in rights.
const (
	BrowseStore      Right = "store.browse"
	ViewApps         Right = "apps.view"         // working copies and all versions of a workspace
	ManageApps       Right = "apps.manage"       // upload, edit, submit, cancel, release, delete
	TestApps         Right = "apps.test"         // install versions that are not released
	ReviewVersions   Right = "versions.review"   // claim, pass, reject
	ModerateStore    Right = "store.moderate"    // suspend, activate
	SeeReviews       Right = "reviews.view"      // the lists of reviews
	ManageCategories Right = "categories.manage" //
	ViewInstances    Right = "instances.view"    //
	ManageInstances  Right = "instances.manage"  // install, edit, upgrade, roll back, delete
	ViewWorkspace    Right = "workspace.view"    //
	EditWorkspace    Right = "workspace.edit"    // title, members, invitations, projects
	CreateWorkspaces Right = "workspaces.create" // and delete them
	ViewProject      Right = "project.view"      //
	EditProject      Right = "project.edit"      // its members
	EditUsers        Right = "users.edit"        //
	EditRoles        Right = "roles.edit"        //
	ViewRoles        Right = "roles.view"        //
	EditClusters     Right = "clusters.edit"     //
	ChooseClusters   Right = "clusters.choose"   // names and titles
	ReadAudit        Right = "audit.read"        // all of it
	ManageOwn        Right = "own.manage"        // own password, tokens, session
)

// Object is what a right is asked for. Empty fields say that it belongs to none.
type Object struct {
	Workspace, Project string
	// Name says what it is called, for the refusal.
	Name string
}

// Principal is who asks.
type Principal struct {
	User        string // empty: nobody has signed in
	Role        string // platform role
	Permissions []Permission
	Workspaces  map[string]WorkspaceRole
	Projects    map[string]ProjectRole
	// Address is the network address of the request, for the audit.
	Address string
}

// Anonymous is who has not signed in.
var Anonymous = &Principal{}

// rule says who has a right: anybody, everybody who signed in, or who has one of the permissions or roles.
type rule struct {
	anybody, signedIn bool
	permissions       []Permission
	workspace         []WorkspaceRole
	project           []ProjectRole
	// hidden says that to others there is no such object.
	hidden bool
}

var (
	anyMember   = []WorkspaceRole{WorkspaceAdmin, WorkspaceRegular, WorkspaceViewer}
	contributor = []WorkspaceRole{WorkspaceAdmin, WorkspaceRegular}
	owner       = []WorkspaceRole{WorkspaceAdmin}
	anyInside   = []ProjectRole{ProjectAdmin, ProjectOperator, ProjectViewer}
	installer   = []ProjectRole{ProjectAdmin, ProjectOperator}
)

// rights is the one table of who may do what. A platform-admin may do all of it; nobody may review what they wrote
// themselves, which is the transition's business.
var rights = map[Right]rule{
	BrowseStore:      {anybody: true},
	ManageOwn:        {signedIn: true},
	ChooseClusters:   {signedIn: true},
	ViewApps:         {permissions: []Permission{ViewTemplates}, workspace: anyMember, hidden: true},
	ManageApps:       {workspace: contributor},
	TestApps:         {workspace: anyMember, hidden: true},
	ReviewVersions:   {permissions: []Permission{ManageTemplates}},
	ModerateStore:    {permissions: []Permission{ManageTemplates}},
	SeeReviews:       {permissions: []Permission{ViewTemplates}},
	ManageCategories: {permissions: []Permission{ManageTemplates}},
	ViewInstances:    {workspace: []WorkspaceRole{WorkspaceAdmin, WorkspaceViewer}, project: anyInside, hidden: true},
	ManageInstances:  {workspace: owner, project: installer},
	ViewWorkspace:    {permissions: []Permission{ManageWorkspaces}, workspace: anyMember, hidden: true},
	EditWorkspace:    {permissions: []Permission{ManageWorkspaces}, workspace: owner},
	CreateWorkspaces: {permissions: []Permission{ManageWorkspaces}},
	ViewProject:      {permissions: []Permission{ManageWorkspaces}, workspace: anyMember, project: anyInside, hidden: true},
	EditProject:      {permissions: []Permission{ManageWorkspaces}, workspace: owner, project: []ProjectRole{ProjectAdmin}},
	EditUsers:        {permissions: []Permission{ManageUsers}},
	EditRoles:        {permissions: []Permission{ManageRoles}},
	ViewRoles:        {permissions: []Permission{ManageRoles, ManageUsers}},
	EditClusters:     {permissions: []Permission{ManageClusters}},
	ReadAudit:        {permissions: []Permission{ViewAudit}},
}

// seenBy names, for a right to change something, the right to know of it: who lacks that is told that there is no such thing.
var seenBy = map[Right]Right{
	ManageApps: ViewApps, ManageInstances: ViewInstances, EditWorkspace: ViewWorkspace, EditProject: ViewProject,
}

// May says whether the principal may: nil, or an *Error. Whoever may not even know of the object is told that there is
// none, whoever has not signed in is asked to.
func (p *Principal) May(right Right, on Object) error {
	if p.Has(right, on) {
		return nil
	}
	see, changes := seenBy[right]
	switch {
	case p.User == "":
		return &Error{Kind: Unauthenticated, Code: "sign-in", Message: "this needs an account", Hint: "sign in, or send an API token as Authorization: Bearer TOKEN"}
	case rights[right].hidden, changes && !p.Has(see, on):
		return NotFoundf("%s does not exist, or you may not see it", nameOf(on))
	}
	return &Error{Kind: Forbidden, Code: "forbidden", Message: "your roles do not allow this: " + string(right) + onWhat(on),
		Hint: "ask an administrator of the platform, or of the workspace or project"}
}

// Has is May as a yes or no.
func (p *Principal) Has(right Right, on Object) bool {
	r, known := rights[right]
	switch {
	case !known:
		return false
	case r.anybody:
		return true
	case p.User == "":
		return false
	case r.signedIn, p.Role == PlatformAdmin:
		return true
	}
	return slices.ContainsFunc(r.permissions, func(n Permission) bool { return slices.Contains(p.Permissions, n) }) ||
		on.Workspace != "" && slices.Contains(r.workspace, p.Workspaces[on.Workspace]) ||
		on.Project != "" && slices.Contains(r.project, p.Projects[on.Project])
}

// ProjectRole is what a cluster takes the principal for in a project; empty if for nothing.
func (p *Principal) ProjectRole(on Object) ProjectRole {
	switch {
	case p.Role == PlatformAdmin, p.Workspaces[on.Workspace] == WorkspaceAdmin && on.Workspace != "":
		return ProjectAdmin
	case p.Projects[on.Project] != "":
		return p.Projects[on.Project]
	case p.Has(ViewInstances, on):
		return ProjectViewer
	}
	return ""
}

// Object is what rights on the app are asked for.
func (a *App) Object() Object { return Object{Workspace: a.Workspace, Name: "app " + a.ID} }

// Object is what rights on the instance are asked for.
func (i *Instance) Object() Object {
	return Object{Workspace: i.Workspace, Project: i.Project, Name: "instance " + i.ID}
}

// Object is what rights on the project are asked for.
func (p *Project) Object() Object {
	return Object{Workspace: p.Workspace, Project: p.Name, Name: "project " + p.Name}
}

// Object is what rights on the workspace are asked for.
func (w *Workspace) Object() Object { return Object{Workspace: w.Name, Name: "workspace " + w.Name} }

// onWhat names the object, if it has a name.
func onWhat(o Object) string {
	if o.Name == "" {
		return ""
	}
	return " on " + o.Name
}

func nameOf(o Object) string {
	if o.Name == "" {
		return "this"
	}
	return o.Name
}
