// SPDX-License-Identifier: Apache-2.0
// The child's way from fork to exec.
#include "mqtt-broker/io/spawn.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

// Prepared before the fork: the child of a process with threads may not allocate memory.
struct Prepared {
    const char* program;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    int directory_fd;
    int inherited_fd;
    const Account* account;
    int output_fd;
    int error_fd;  // takes errno when something fails; closed by exec
    pid_t parent;
};

std::vector<char*> pointers(const std::string* first, const std::vector<std::string>& texts) {
    std::vector<char*> out;
    // exec's signature is older than const; it changes nothing.
    if (first != nullptr) out.push_back(const_cast<char*>(first->c_str()));
    for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
    out.push_back(nullptr);
    return out;
}

// Signals the runtime handles, ignores or blocks are not to be so in the child.
void reset_signals() {
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// As many connections as the system lets it have.
void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

bool drop_to(const Account* account) {
    if (account == nullptr) return true;
    return ::setgroups(0, nullptr) == 0 &&
           ::setresgid(account->gid, account->gid, account->gid) == 0 &&
           ::setresuid(account->uid, account->uid, account->uid) == 0;
}

// Only functions that are async-signal-safe from here on.
bool prepare_child(const Prepared& prepared) {
    const int input = ::open("/dev/null", O_RDONLY);
    if (input < 0 || ::dup2(input, STDIN_FILENO) < 0 ||
        ::dup2(prepared.output_fd, STDOUT_FILENO) < 0 ||
        ::dup2(prepared.output_fd, STDERR_FILENO) < 0) {
        return false;
    }
    // Before the user is dropped: it may have no rights on the directories above.
    if (prepared.directory_fd >= 0 && ::fchdir(prepared.directory_fd) != 0) return false;
    raise_file_limit();
    if (!drop_to(prepared.account)) return false;
    if (::prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) return false;
    if (::getppid() != prepared.parent) ::_exit(1);  // it died before we asked to be told
    reset_signals();
    // Descriptors of other plugins that were opened without O_CLOEXEC.
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    return prepared.inherited_fd < 0 || ::fcntl(prepared.inherited_fd, F_SETFD, 0) == 0;
}

[[noreturn]] void run_child(const Prepared& prepared) {
    if (prepare_child(prepared)) {
        ::execve(prepared.program, prepared.arguments.data(), prepared.environment.data());
    }
    const int error = errno;
    (void)!::write(prepared.error_fd, &error, sizeof(error));
    ::_exit(127);
}

// Signals wait until the child has its own dispositions: a handler of the runtime must not run
// there.
pid_t fork_with_signals_blocked(const Prepared& prepared) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const auto pid = ::fork();
    if (pid == 0) run_child(prepared);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return pid;
}

}  // namespace

busbar::Result<pid_t> spawn(const ProgramCall& call, int output_fd) {
    std::array<int, 2> error_pipe{};
    if (::pipe2(error_pipe.data(), O_CLOEXEC) != 0) {
        return fail(ErrorCode::Unavailable, "no file descriptor left");
    }
    const Descriptor reading(error_pipe[0]);
    Descriptor writing(error_pipe[1]);
    const auto pid = fork_with_signals_blocked(
        {call.program.c_str(), pointers(&call.program, call.arguments),
         pointers(nullptr, call.environment), call.directory_fd, call.inherited_fd,
         call.account ? &*call.account : nullptr, output_fd, writing.get(), ::getpid()});
    if (pid < 0) return fail(ErrorCode::Unavailable, "no process left");
    writing.close();
    int error = 0;
    ssize_t count = 0;
    do {
        count = ::read(reading.get(), &error, sizeof(error));  // ends at exec
    } while (count < 0 && errno == EINTR);
    if (count == 0) return pid;
    ::waitpid(pid, nullptr, 0);
    return fail(ErrorCode::Unavailable,
                "cannot execute " + call.program + ": " + std::generic_category().message(error));
}

}  // namespace mqtt_broker
