// A layout helper that misbehaves in the way that $LOCKSTEP_TEST_LIE names, for tst_layout_client.
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <string>

namespace {

void send(const std::string& text, unsigned long length) {
    std::string frame;
    for (unsigned shift = 0; shift < 32; shift += 8)
        frame.push_back(static_cast<char>(length >> shift & 0xFFU));
    frame += text;
    if (write(3, frame.data(), frame.size()) < 0) _exit(9);
}

}  // namespace

int main() {
    const char* word = std::getenv("LOCKSTEP_TEST_LIE");
    const std::string lie = word == nullptr ? "" : word;
    if (lie == "exits") return 3;
    if (lie == "sleeps") {
        char byte = 0;
        while (read(3, &byte, 1) > 0) {
        }
        return 0;
    }
    char buffer[65536];
    if (read(3, buffer, sizeof buffer) <= 0) return 0;
    if (lie == "killed") raise(SIGKILL);
    if (lie == "endless length") send("{}", 0xFFFFFFFFUL);
    if (lie == "cut short") send("{\"version\":1", 1000);
    if (lie == "no json") send("\x01\x02\x03", 3);
    const std::string huge = R"({"version":1,"boxes":[[0,0],[0,1e300]],"edges":[[[0,0],[0,0],[0,0],[0,0]]]})";
    if (lie == "out of range") send(huge, huge.size());
    return 0;
}
