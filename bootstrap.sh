#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# From a fresh clone to a result in one command: installs what is missing, builds, does the job.
set -u
cd "$(dirname "$0")" || exit 1

usage() {
  cat <<'END'
Usage: ./bootstrap.sh demo|check|build|help

  demo    build, then search for the energy of vacancies in MoS2 (4 minutes)
  check   build, then run all tests, once more under the sanitizers
  build   build in ./build
  help    this text

Missing packages are installed with apt-get or dnf, through sudo where needed. Nothing is touched
when all of them are there. CC, CFLAGS and LLVM_CONFIG are heeded. With CI set, `check` also runs
`make distcheck`.
END
}

say() { printf '\n== %s\n' "$*"; }
die() {
  printf 'bootstrap.sh: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# --- What is needed, told by what it does rather than by what a distribution calls it ------------

compiler() { echo "${CC:-gcc}"; }

# Whether the C compiler compiles the program on standard input.
compiles() {
  have "$(compiler | cut -d' ' -f1)" && $(compiler) -x c "$@" - -o /dev/null 2>/dev/null
}

macro_there() {
  for dir in "$(aclocal --print-ac-dir 2>/dev/null)" /usr/share/aclocal /usr/local/share/aclocal; do
    [ -n "$dir" ] && [ -f "$dir/$1.m4" ] && return 0
  done
  return 1
}

module_there() { have pkg-config && pkg-config --exists "$1"; }

llvm_there() {
  for program in ${LLVM_CONFIG:-llvm-config-19 llvm-config-20 llvm-config-21 llvm-config-22 \
    llvm-config-18 llvm-config-17 llvm-config-16 llvm-config}; do
    have "$program" || continue
    version=$("$program" --version)
    [ "${version%%.*}" -ge 16 ] 2>/dev/null &&
      [ -f "$("$program" --includedir)/llvm-c/Core.h" ] && return 0
  done
  return 1
}

missing_deb=
missing_rpm=
# need DEB RPM COMMAND...: notes both names unless the command succeeds.
need() {
  deb=$1 rpm=$2
  shift 2
  "$@" >/dev/null 2>&1 && return
  missing_deb="$missing_deb $deb"
  missing_rpm="$missing_rpm $rpm"
}

openmp_there() { printf '#include <omp.h>\nint main(void) { return omp_in_parallel(); }\n' | compiles -fopenmp; }
libc_there() { printf '#include <stdio.h>\nint main(void) { return puts(""); }\n' | compiles; }

find_missing() {
  missing_deb=""
  missing_rpm=""
  case $(compiler) in
  *clang*)
    need clang clang have "$(compiler | cut -d' ' -f1)"
    need libomp-dev libomp-devel openmp_there
    ;;
  *) need gcc gcc have "$(compiler | cut -d' ' -f1)" ;;
  esac
  need libc6-dev glibc-devel libc_there
  need make make have make
  need autoconf autoconf have autoreconf
  need automake automake have automake
  need libtool libtool have libtoolize
  need autoconf-archive autoconf-archive macro_there ax_append_compile_flags
  need pkg-config pkgconf-pkg-config have pkg-config
  need llvm-19-dev llvm-devel llvm_there
  need libopenblas-openmp-dev openblas-devel module_there openblas
  need liblapacke-dev lapack-devel module_there lapacke
  need libjansson-dev jansson-devel module_there jansson
  if [ "$1" = check ]; then
    need libcriterion-dev criterion-devel module_there criterion
    need libmpfr-dev mpfr-devel module_there mpfr
    [ -z "${CI:-}" ] || need xz-utils xz have xz
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_missing() {
  # No package is known to bring the one that was named.
  [ -z "${LLVM_CONFIG:-}" ] || llvm_there ||
    die "LLVM_CONFIG=$LLVM_CONFIG is not the llvm-config of an LLVM 16 or later with its headers; \
name another, or none"
  find_missing "$1"
  [ -n "$missing_deb" ] || return 0
  if have apt-get; then
    list=$missing_deb how="apt-get install"
  elif have dnf; then
    list=$missing_rpm how="dnf install"
  else
    die "these are missing (Debian's names):$missing_deb. Install them and start again"
  fi
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then
    die "these packages are missing and this is not root: run '$how$list' as root and start again"
  fi
  say "Installing$list"
  if have apt-get; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update || die "apt-get update failed"
    # shellcheck disable=SC2086 # a list of words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install \
      $list >/dev/null || die "apt-get could not install$list"
  else
    # shellcheck disable=SC2086
    as_root dnf -q -y install $list || die "dnf could not install$list"
  fi
  find_missing "$1"
  [ -z "$missing_deb" ] || die "still missing after the installation:$missing_deb"
  rm -f build/config.status build-sanitize/config.status
}

# --- Building ------------------------------------------------------------------------------------

jobs=$(nproc 2>/dev/null || echo 2)

# Whether file $1 is newer than file $2, or $2 is missing.
newer() { [ -z "$(find "$2" -newer "$1" 2>/dev/null)" ]; }

# build FOLDER CONFIGURE-OPTION...
build() {
  folder=$1
  shift
  if newer configure.ac configure; then
    say "Making configure"
    autoreconf -fi >autoreconf.log 2>&1 || { cat autoreconf.log >&2; die "autoreconf failed"; }
    rm -f autoreconf.log
  fi
  mkdir -p "$folder" || die "no folder $folder"
  if newer configure "$folder/config.status"; then
    say "Configuring $folder"
    (cd "$folder" && ../configure -q "$@") || die "configure failed"
  fi
  say "Building $folder"
  make -s -C "$folder" -j"$jobs" || die "the build failed"
}

# --- Jobs ----------------------------------------------------------------------------------------

demo() {
  say "Searching for the energy of one Mo and two S vacancies in MoS2 (743 structures, DFT)"
  mkdir -p build/demo
  build/eqsieve search data/paper/v3_mo_2s.csv --target e_form_site --holdout 0.2 --seed 1 \
    --time 240 --out build/demo >build/demo/front.txt || exit
  say "The front; held-out rows were never looked at"
  cat build/demo/front.txt
  held_out=$(sed -n 's/^  held out .*MAE \([^,]*\),.*/\1/p' build/demo/front.txt)
  cat <<END

Mean absolute error, eV per defect site
  the selected formula, on held-out rows    $held_out
  the paper's formula, on all rows          0.0096
Everything is in build/demo/result.json. Next: build/eqsieve --help
END
}

passed=0
failed=0

# suite FOLDER: runs the tests there and adds up what the summary says.
suite() {
  make -C "$1" -j"$jobs" check VERBOSE=1 >"$1/check.out" 2>&1
  status=$?
  grep -E '^(FAIL|ERROR|XPASS):' "$1/check.out"
  [ "$status" -eq 0 ] || sed -n '/^=* *$/,$p' "$1/check.out" | tail -n 400
  ok=$(sed -n 's/^# PASS: *//p' "$1/check.out" | tail -n 1)
  bad=$(sed -n 's/^# \(FAIL\|ERROR\|XPASS\): *//p' "$1/check.out" | tail -n 3 | paste -sd+ - | sed 's/^$/0/')
  bad=$(($bad))
  if [ -z "$ok" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then bad=$((bad + 1)); fi
  printf '%s: %d passed, %d failed\n' "$1" "${ok:-0}" "$bad"
  passed=$((passed + ${ok:-0}))
  failed=$((failed + bad))
}

check() {
  say "Testing"
  suite build
  build build-sanitize --enable-sanitizers
  say "Testing under the address and undefined-behaviour sanitizers"
  suite build-sanitize
  if [ -n "${CI:-}" ]; then
    say "Packing, unpacking, building, testing and installing the package"
    if make -C build -j"$jobs" distcheck >build/distcheck.out 2>&1; then
      passed=$((passed + 1))
    else
      tail -n 200 build/distcheck.out
      failed=$((failed + 1))
    fi
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

case ${1:-help} in
demo | build)
  install_missing build
  build build
  if [ "$1" = demo ]; then demo; fi
  ;;
check)
  install_missing check
  build build
  check
  ;;
help | -h | --help) usage ;;
*)
  usage >&2
  exit 2
  ;;
esac
