// SPDX-License-Identifier: Apache-2.0
// A traced child: ptrace(2) stops it at each system call and says which one it is.
#include "support/traced_child.hpp"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <set>

namespace busbar::testing {
namespace {

constexpr int kSystemCallStop = SIGTRAP | 0x80;  // as PTRACE_O_TRACESYSGOOD marks it

// Which of its files hold something that is not synced.
class Watch {
 public:
    explicit Watch(int acknowledge_fd) : acknowledge_fd_(acknowledge_fd) {}

    void on_stop(const __ptrace_syscall_info& stop, ChildLife& life) {
        if (stop.op == PTRACE_SYSCALL_INFO_ENTRY) return on_entry(stop, life);
        if (stop.op == PTRACE_SYSCALL_INFO_EXIT && stop.exit.is_error == 0) on_success();
    }

 private:
    void on_entry(const __ptrace_syscall_info& stop, ChildLife& life) {
        call_ = stop.entry.nr;
        fd_ = static_cast<int>(stop.entry.args[0]);
        if (call_ != SYS_write || fd_ != acknowledge_fd_) return;
        if (!unsynced_.empty()) life.unsynced.push_back(acknowledged_);
        unsynced_.clear();  // told once
        ++acknowledged_;
    }
    void on_success() {
        switch (call_) {
            case SYS_write:
            case SYS_pwrite64:
            case SYS_ftruncate:
                if (fd_ != acknowledge_fd_) unsynced_.insert(fd_);
                break;
            case SYS_fsync:
            case SYS_fdatasync:
            case SYS_close:
                unsynced_.erase(fd_);
                break;
            default:
                break;
        }
    }

    int acknowledge_fd_;
    std::uint64_t call_ = 0;
    int fd_ = -1;
    std::uint64_t acknowledged_ = 0;
    std::set<int> unsynced_;
};

[[noreturn]] void be_the_child(
    int acknowledge_fd, const std::function<void(const std::function<void()>& acknowledge)>& work) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
    ::raise(SIGSTOP);  // until the parent is ready
    work([acknowledge_fd] {
        if (::write(acknowledge_fd, "", 1) != 1) ::_exit(1);
    });
    ::_exit(0);
}

// Lets the child run to its next stop; false when it has ended, `status` says how.
bool next_stop(pid_t child, __ptrace_syscall_info& stop, int& status) {
    int signal = 0;
    while (::ptrace(PTRACE_SYSCALL, child, nullptr, signal) == 0) {
        if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return false;
        if (WSTOPSIG(status) == kSystemCallStop) {
            return ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof stop, &stop) > 0;
        }
        signal = WSTOPSIG(status);
    }
    return false;
}

void follow(pid_t child, std::uint64_t stops, int acknowledge_fd, ChildLife& life) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
        ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) !=
            0) {
        life.error = std::string("a child cannot be traced here: ") + std::strerror(errno);
        return;
    }
    Watch watch(acknowledge_fd);
    __ptrace_syscall_info stop{};
    for (std::uint64_t i = 0; i < stops; ++i) {
        if (!next_stop(child, stop, status)) {
            life.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
            return;
        }
        watch.on_stop(stop, life);
    }
    life.killed = true;
}

}  // namespace

ChildLife live_and_die(std::uint64_t stops,
                       const std::function<void(const std::function<void()>& acknowledge)>& work) {
    ChildLife life{};
    int pipe[2];
    if (::pipe(pipe) != 0) {
        life.error = std::strerror(errno);
        return life;
    }
    const pid_t child = ::fork();
    if (child == 0) be_the_child(pipe[1], work);
    ::close(pipe[1]);
    if (child > 0) {
        follow(child, stops, pipe[1], life);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    char octet = 0;
    while (::read(pipe[0], &octet, 1) == 1) ++life.acknowledged;
    ::close(pipe[0]);
    return life;
}

}  // namespace busbar::testing
