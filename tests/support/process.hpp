// SPDX-License-Identifier: Apache-2.0
// Process: another program under test. Started, watched, signalled; never left behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "busbar/result.hpp"
#include "support/eventually.hpp"

namespace busbar::testing {

// How a program ended.
struct Exit {
    int code = 0;    // what it returned; 0 when a signal ended it
    int signal = 0;  // the signal that ended it; 0 when it returned

    friend bool operator==(const Exit&, const Exit&) = default;
};

// One child process. What it writes goes to files in memory, so it never blocks on a full pipe.
// Killed when this object goes, and by the kernel when the thread that started it ends first.
class Process {
 public:
    // Starts arguments[0] (looked up in PATH) with the environment of the test plus `environment`;
    // its input is empty. Fails when it cannot be executed.
    [[nodiscard]] static Result<std::unique_ptr<Process>> start(
        const std::vector<std::string>& arguments,
        const std::map<std::string, std::string>& environment = {});

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    [[nodiscard]] pid_t pid() const { return pid_; }
    // All it has written so far.
    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string errors() const;
    // Whether `text` is in its output or its errors, waiting for it at most so long.
    [[nodiscard]] bool wait_for(const std::string& text,
                                std::chrono::milliseconds within = kPatience) const;

    // Does nothing when it has ended already.
    void signal(int number);
    // How it ended; nothing while it runs.
    [[nodiscard]] std::optional<Exit> ended();
    // The same, waiting at most so long.
    [[nodiscard]] std::optional<Exit> wait(std::chrono::milliseconds within = kPatience);
    // SIGTERM, then SIGKILL if it does not end in time.
    Exit stop(std::chrono::milliseconds within = kPatience);
    Exit kill();

 private:
    Process(pid_t pid, int output_fd, int errors_fd);

    pid_t pid_;
    int output_fd_;
    int errors_fd_;
    std::optional<Exit> exit_;
};

// Runs a program to its end and returns its output. Fails, with what it wrote, when it returns
// anything but 0 or does not end in time.
[[nodiscard]] Result<std::string> run(const std::vector<std::string>& arguments,
                                      std::chrono::milliseconds within = kPatience);

}  // namespace busbar::testing
