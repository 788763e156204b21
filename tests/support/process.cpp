// SPDX-License-Identifier: Apache-2.0
// Process on fork(2), with memory files as its output and a pipe that tells a failed exec(3).
#include "support/process.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

extern char** environ;

namespace busbar::testing {
namespace {

// What exec(3) wants, made before the fork: afterwards nothing may be allocated.
class ArgumentVector {
 public:
    explicit ArgumentVector(std::vector<std::string> words) : words_(std::move(words)) {
        for (auto& word : words_) pointers_.push_back(word.data());
        pointers_.push_back(nullptr);
    }
    [[nodiscard]] char** data() { return pointers_.data(); }

 private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
    std::vector<std::string> words;
    for (char** word = environ; *word != nullptr; ++word) {
        const std::string entry = *word;
        if (!added.contains(entry.substr(0, entry.find('=')))) words.push_back(entry);
    }
    for (const auto& [name, value] : added) words.push_back(name + "=" + value);
    return words;
}

struct ChildFiles {
    int input;
    int output;
    int errors;
    int failure;  // gets errno when the program cannot be executed; closed when it can
};

[[noreturn]] void become(char** arguments, char** environment, pid_t parent, ChildFiles files) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // it died before the line above
    ::dup2(files.input, STDIN_FILENO);
    ::dup2(files.output, STDOUT_FILENO);
    ::dup2(files.errors, STDERR_FILENO);
    ::execvpe(arguments[0], arguments, environment);
    const int reason = errno;
    [[maybe_unused]] const auto written = ::write(files.failure, &reason, sizeof(reason));
    ::_exit(127);
}

std::string content(int fd) {
    std::string text;
    std::array<char, 65536> chunk{};
    while (true) {
        const auto size = ::pread(fd, chunk.data(), chunk.size(), static_cast<off_t>(text.size()));
        if (size <= 0) return text;
        text.append(chunk.data(), static_cast<std::size_t>(size));
    }
}

Exit exit_of(int status) {
    return WIFSIGNALED(status) ? Exit{0, WTERMSIG(status)} : Exit{WEXITSTATUS(status), 0};
}

}  // namespace

Result<std::unique_ptr<Process>> Process::start(
    const std::vector<std::string>& arguments,
    const std::map<std::string, std::string>& environment) {
    ArgumentVector words(arguments);
    ArgumentVector variables(environment_with(environment));
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int output = ::memfd_create("output", MFD_CLOEXEC);
    const int errors = ::memfd_create("errors", MFD_CLOEXEC);
    std::array<int, 2> failure{-1, -1};
    const bool piped = ::pipe2(failure.data(), O_CLOEXEC) == 0;

    const pid_t parent = ::getpid();
    const pid_t pid = piped ? ::fork() : -1;
    if (pid == 0)
        become(words.data(), variables.data(), parent, {input, output, errors, failure[1]});

    const int fork_error = errno;
    ::close(input);
    ::close(failure[1]);
    int reason = pid < 0 ? fork_error : 0;
    if (pid > 0 && ::read(failure[0], &reason, sizeof(reason)) == 0) reason = 0;
    ::close(failure[0]);
    auto process = std::unique_ptr<Process>(new Process(pid, output, errors));
    if (reason != 0) {
        return fail(ErrorCode::NotFound, arguments[0] + ": " + std::strerror(reason));
    }
    return process;
}

Process::Process(pid_t pid, int output_fd, int errors_fd)
    : pid_(pid), output_fd_(output_fd), errors_fd_(errors_fd) {}

Process::~Process() {
    if (pid_ > 0) kill();
    ::close(output_fd_);
    ::close(errors_fd_);
}

std::string Process::output() const { return content(output_fd_); }

std::string Process::errors() const { return content(errors_fd_); }

bool Process::wait_for(const std::string& text, std::chrono::milliseconds within) const {
    return eventually(
        [&] {
            return output().find(text) != std::string::npos ||
                   errors().find(text) != std::string::npos;
        },
        within);
}

void Process::signal(int number) {
    if (!ended()) ::kill(pid_, number);
}

std::optional<Exit> Process::ended() {
    int status = 0;
    if (!exit_ && ::waitpid(pid_, &status, WNOHANG) == pid_) exit_ = exit_of(status);
    return exit_;
}

std::optional<Exit> Process::wait(std::chrono::milliseconds within) {
    (void)eventually([this] { return ended().has_value(); }, within);
    return exit_;
}

Exit Process::stop(std::chrono::milliseconds within) {
    signal(SIGTERM);
    const auto exit = wait(within);
    return exit ? *exit : kill();
}

Exit Process::kill() {
    signal(SIGKILL);
    int status = 0;
    while (!exit_) {
        if (::waitpid(pid_, &status, 0) == pid_) exit_ = exit_of(status);
    }
    return *exit_;
}

Result<std::string> run(const std::vector<std::string>& arguments,
                        std::chrono::milliseconds within) {
    const auto process = BUSBAR_TRY(Process::start(arguments));
    const auto exit = process->wait(within);
    if (exit == Exit{}) return process->output();
    const auto words = arguments[0] + ": " + process->output() + process->errors();
    if (!exit) return fail(ErrorCode::Timeout, "still running: " + words);
    return fail(ErrorCode::Internal, words);
}

}  // namespace busbar::testing
