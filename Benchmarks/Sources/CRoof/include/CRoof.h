#ifndef CROOF_H
#define CROOF_H

// Multiply-adds on registers alone, `rounds` times what `roof_operations` counts; returns something to look used.
float roof_run(long rounds);

// The floating-point operations of one round on this CPU.
long roof_operations(void);

#endif
