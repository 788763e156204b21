// SPDX-License-Identifier: Apache-2.0
// Watches a child process through its pidfd: a plugin is a guest in its process and leaves SIGCHLD
// alone.
#include "mqtt-broker/io/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "mqtt-broker/io/spawn.hpp"

extern "C" {            // glibc 2.36 has forgotten it in this header
#include <sys/pidfd.h>  // NOLINT(llvm-include-order)
}

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::size_t kLineMax = 4096;
constexpr int kReadsPerTurnMax = 16;  // a client that floods the log must not hold up the loop

bool ends_within(int pidfd, int timeout_ms) {
    pollfd waited{pidfd, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&waited, 1, timeout_ms);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

}  // namespace

std::string Exit::words() const {
    return signal != 0 ? "signal " + std::to_string(signal) : "exit code " + std::to_string(code);
}

busbar::Result<std::unique_ptr<Process>> Process::start(busbar::Loop& loop, const ProgramCall& call,
                                                        OnLine on_line, OnExit on_exit) {
    std::array<int, 2> output{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0) {
        return fail(ErrorCode::Unavailable, "no file descriptor left");
    }
    Descriptor reading(output[0]);
    const Descriptor writing(output[1]);
    ::fcntl(reading.get(), F_SETFL, O_NONBLOCK);
    const auto pid = BUSBAR_TRY(spawn(call, writing.get()));
    Descriptor pidfd(::pidfd_open(pid, 0));
    if (!pidfd.open()) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        return fail(ErrorCode::Unavailable, "no file descriptor left");
    }
    return std::unique_ptr<Process>(new Process(loop, pid, std::move(pidfd), std::move(reading),
                                                std::move(on_line), std::move(on_exit)));
}

Process::Process(busbar::Loop& loop, pid_t pid, Descriptor pidfd, Descriptor output, OnLine on_line,
                 OnExit on_exit)
    : loop_(loop),
      pid_(pid),
      pidfd_(std::move(pidfd)),
      output_(std::move(output)),
      on_line_(std::move(on_line)),
      on_exit_(std::move(on_exit)) {
    loop_.watch(output_.get(), [this] { on_output(); });
    loop_.watch(pidfd_.get(), [this] { on_ended(); });
}

Process::~Process() {
    if (output_.open()) loop_.unwatch(output_.get());
    if (ended_) return;
    loop_.unwatch(pidfd_.get());
    // Nobody reads its output any more; closed, so that it cannot block on a full pipe.
    output_.close();
    constexpr int kPatienceMs = 800;
    send_signal(SIGTERM);
    if (!ends_within(pidfd_.get(), kPatienceMs)) {
        send_signal(SIGKILL);
        (void)ends_within(pidfd_.get(), -1);
    }
    (void)reap();
}

void Process::send_signal(int signal) const {
    (void)::pidfd_send_signal(pidfd_.get(), signal, nullptr, 0);  // ESRCH: it has ended
}

void Process::on_output() {
    for (int i = 0; i < kReadsPerTurnMax && output_.open() && read_once(); ++i) {
    }
}

bool Process::read_once() {
    std::array<char, 4096> buffer{};
    const auto count = ::read(output_.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return true;
    if (count < 0 && errno == EAGAIN) return false;
    if (count <= 0) {  // the process closed it; what matters is when it ends
        loop_.unwatch(output_.get());
        output_.close();
        return false;
    }
    line_.append(buffer.data(), static_cast<std::size_t>(count));
    deliver_lines();
    return true;
}

void Process::deliver_lines() {
    std::size_t start = 0;
    for (;;) {
        const auto end = line_.find('\n', start);
        if (end == std::string::npos && line_.size() - start < kLineMax) break;
        const auto stop = std::min(end, start + kLineMax);
        on_line_(std::string_view(line_).substr(start, stop - start));
        start = stop == end ? stop + 1 : stop;
    }
    line_.erase(0, start);
}

void Process::on_ended() {
    loop_.unwatch(pidfd_.get());
    ended_ = true;
    const auto exit = reap();
    while (output_.open() && read_once()) {  // bounded: nobody writes to the pipe any more
    }
    if (!line_.empty()) on_line_(line_);
    const auto on_exit = std::move(on_exit_);
    on_exit(exit);  // `this` may be gone now
}

Exit Process::reap() const {
    siginfo_t info{};
    int waited = 0;
    do {
        waited = ::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED);
    } while (waited != 0 && errno == EINTR);
    if (waited != 0) return {};  // reaped by somebody else in this process: nothing is known
    if (info.si_code == CLD_EXITED) return {info.si_status, 0};
    return {0, info.si_status};
}

busbar::Result<std::string> find_program(std::string_view name) {
    const char* path = ::secure_getenv("PATH");
    std::string directories = std::string(path != nullptr ? path : "") + ":/usr/sbin";
    for (std::size_t start = 0; start < directories.size();) {
        const auto end = std::min(directories.find(':', start), directories.size());
        const auto file = directories.substr(start, end - start) + "/" + std::string(name);
        // An empty or relative entry would be looked up in another directory by the child.
        if (file.front() == '/' && end > start && ::access(file.c_str(), X_OK) == 0) return file;
        start = end + 1;
    }
    return fail(ErrorCode::NotFound, std::string(name) + " is not installed");
}

}  // namespace mqtt_broker
